package io.pysail.sdk;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The values of options that look secret by their names, to be kept out of everything that is shown.
 *
 * <p>Immutable.
 */
final class Secrets {
    private static final String MASK = "***";

    /** A shorter one would be found everywhere. */
    private static final int SHORTEST = 4;

    private static final List<String> WORDS = List.of("password", "token", "secret", "key", "credential");

    private final List<String> values;

    private Secrets(List<String> values) {
        this.values = values;
    }

    static Secrets of(Map<String, String> options) {
        Set<String> values = new HashSet<>();
        options.forEach((name, value) -> {
            if (isSecret(name) && value.length() >= SHORTEST) {
                values.addAll(SecretForms.of(value));
            }
        });
        // The longest first: one secret may be part of another.
        return new Secrets(values.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList());
    }

    static boolean isSecret(String optionName) {
        String name = optionName.toLowerCase(Locale.ROOT);
        return WORDS.stream().anyMatch(name::contains);
    }

    String hide(String text) {
        String hidden = text;
        for (String value : values) {
            hidden = hidden.replace(value, MASK);
        }
        return hidden;
    }

    /** The same error without the values, also in its causes. */
    SailException hide(SailException error) {
        if (values.isEmpty()) {
            return error;
        }
        SailException hidden = switch (error) {
            case DataSourceException failure -> failure.withTexts(this::hide, hideCause(failure.getCause()));
            case PythonException raised -> hide(raised);
            case UsageException usage ->
                UsageException.of(usage.condition().orElse(null), hideText(usage), hideCause(usage.getCause()));
            case EnvironmentException environment ->
                EnvironmentException.of(
                        hide(environment.reason()), hide(environment.remedy()), hideCause(environment.getCause()));
            case InternalException internal -> InternalException.of(hideText(internal), hideCause(internal.getCause()));
        };
        return placed(hidden, error);
    }

    private PythonException hide(PythonException raised) {
        PythonException hidden = PythonException.of(
                raised.pythonType(),
                hide(raised.pythonMessage()),
                hide(raised.traceback()),
                hideCause(raised.getCause()),
                raised.context().map(context -> placed(hide(context), context)).orElse(null));
        Map<String, String> details = new HashMap<>(raised.details());
        details.replaceAll((_, text) -> hide(text));
        return hidden.withDetails(details);
    }

    /** Says where the error happened of which this one is made. */
    private <E extends SailException> E placed(E hidden, SailException error) {
        hidden.setStackTrace(error.getStackTrace());
        for (Throwable suppressed : error.getSuppressed()) {
            hidden.addSuppressed(hideThrowable(suppressed));
        }
        return hidden;
    }

    private @Nullable Throwable hideCause(@Nullable Throwable cause) {
        return cause == null ? null : hideThrowable(cause);
    }

    private Throwable hideThrowable(Throwable thrown) {
        if (thrown instanceof SailException error) {
            return hide(error);
        }
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text, true));
        // Only of our own classes can be made what is the same in other words.
        boolean tells = values.stream().anyMatch(text.toString()::contains);
        return tells ? new HiddenException(hide(thrown.toString()), hideCause(thrown.getCause()), thrown) : thrown;
    }

    private String hideText(Throwable error) {
        return hide(String.valueOf(error.getMessage()));
    }
}
