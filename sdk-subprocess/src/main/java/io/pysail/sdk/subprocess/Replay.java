package io.pysail.sdk.subprocess;

import io.pysail.sdk.PythonException;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.spi.FilterAnswer;
import io.pysail.sdk.spi.PartitionPlan;
import io.pysail.sdk.spi.ScanPlan;
import io.pysail.sdk.spi.ScanRequest;
import io.pysail.sdk.spi.SourceRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Has a worker open and plan, the first time or once more. */
final class Replay {
    private Replay() {}

    /** A source that is open in a worker. */
    @SuppressWarnings("ArrayRecordComponent") // not compared
    record Opened(long session, String name, String reference, byte[] schema) {}

    /** What it planned. */
    record Planned(long number, ScanPlan plan) {}

    static Opened open(Worker worker, SourceRequest request) throws WorkerLostException, InterruptedException {
        JsonMessage answer = Call.ask(worker, source("open", request), List.of());
        return new Opened(
                Answer.number(answer, "session"),
                Answer.text(answer, "name"),
                Answer.text(answer, "reference"),
                answer.blob(0));
    }

    /** What a source is opened with. */
    static Map<String, Object> source(String verb, SourceRequest request) {
        Map<String, Object> arguments = new HashMap<>();
        arguments.put("verb", verb);
        arguments.put("name", request.name());
        arguments.put("options", request.options());
        arguments.put("paths", request.paths());
        if (request.schema() != null) {
            arguments.put("schema", request.schema());
        }
        return arguments;
    }

    /** @param declared the schema of the source, which comes out unless it leaves out columns */
    static Planned plan(Worker worker, Opened opened, SourceRequest request, ScanRequest scan, ArrowSchema declared)
            throws WorkerLostException, InterruptedException {
        Map<String, Object> arguments = new HashMap<>();
        arguments.put("verb", "plan");
        arguments.put("session", opened.session());
        if (!scan.equals(ScanRequest.EVERYTHING)) {
            arguments.put("request", scan.toJson());
        }
        JsonMessage answer = Call.ask(worker, arguments, List.of());
        Map<String, Object> json = answer.json();
        List<FilterAnswer> answers = new ArrayList<>();
        for (Object each : Answer.list(answer, "answers")) {
            List<?> said = (List<?>) each;
            answers.add(new FilterAnswer(FilterAnswer.Taken.of((String) said.get(0)), (String) said.get(1)));
        }
        List<PartitionPlan> partitions = new ArrayList<>();
        for (byte[] pickle : Answer.blobs(answer, "partitions")) {
            partitions.add(new PartitionPlan(partitions.size(), pickle));
        }
        byte[] pruned = Answer.blob(answer, json.get("schema"));
        ScanPlan plan = new ScanPlan(
                request,
                scan,
                opened.name(),
                opened.reference(),
                pruned == null ? declared : WorkerSession.schema(opened.name(), pruned),
                new ScanPlan.Answers(answers, Boolean.TRUE.equals(json.get("limitTaken")), pruned != null),
                new ScanPlan.Copies(Answer.text(answer, "method"), Answer.text(answer, "reason")),
                Answer.blob(answer, json.get("reader")),
                partitions);
        return new Planned(Answer.number(answer, "planned"), plan);
    }

    /**
     * Plans again, in a worker that has not, what does not pickle.
     *
     * @return the number by which the worker knows it
     * @throws PythonException if the source fails
     * @throws io.pysail.sdk.DataSourceException if it plans something else
     */
    static long again(Worker worker, ScanPlan first) throws WorkerLostException, InterruptedException {
        Opened opened = open(worker, first.request());
        ArrowSchema declared = WorkerSession.schema(opened.name(), opened.schema());
        Planned planned = plan(worker, opened, first.request(), first.scan(), declared);
        planned.plan().requireLike(first);
        forget(worker, "session", opened.session());
        return planned.number();
    }

    /** Has a worker drop what it knows by a number. */
    static void forget(Worker worker, String kind, long number) throws WorkerLostException, InterruptedException {
        var _ = forgetting(worker, kind, number).answer();
    }

    /** Begins {@link #forget}. */
    static Call forgetting(Worker worker, String kind, long number) throws WorkerLostException {
        return Call.begin(worker, Map.of("verb", "close", kind, number), List.of());
    }
}
