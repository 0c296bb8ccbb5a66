package io.pysail.sdk;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Python code raised an exception: its type, message and traceback as Python would have shown them.
 *
 * <p>The Python exception's {@code __cause__} is this exception's {@linkplain #getCause() cause}; so is the Java
 * exception, where Java code that Python had called threw it. The {@code __context__} (what was being handled when this
 * was raised) is kept apart, as Python keeps it, and is empty where Python would not show it.
 *
 * <p>Immutable; holds nothing of the interpreter, so it may be kept, sent and logged anywhere.
 *
 * @since 0.1
 */
public final class PythonException extends SailException {
    private static final long serialVersionUID = 1L;

    private final String pythonType;
    private final String pythonMessage;
    private final String traceback;

    private final @Nullable PythonException context;
    private final TreeMap<String, String> details;

    private PythonException(
            String pythonType,
            String pythonMessage,
            String traceback,
            @Nullable Throwable cause,
            @Nullable PythonException context,
            Map<String, String> details) {
        super(pythonMessage.isEmpty() ? pythonType : pythonType + ": " + pythonMessage, cause);
        this.pythonType = pythonType;
        this.pythonMessage = pythonMessage;
        this.traceback = traceback;
        this.context = context;
        this.details = new TreeMap<>(details);
    }

    /**
     * The Java form of an exception that Python raised.
     *
     * @param pythonType the type's name, with its module unless that is {@code builtins}
     * @param pythonMessage {@code str(exception)}
     * @param traceback the text that Python prints for this exception alone, or an empty string
     * @param cause the {@code __cause__}, or the Java exception behind it
     * @param context the {@code __context__}, if Python would show it
     * @return the exception, to be thrown
     */
    public static PythonException of(
            String pythonType,
            String pythonMessage,
            String traceback,
            @Nullable Throwable cause,
            @Nullable PythonException context) {
        return new PythonException(pythonType, pythonMessage, traceback, cause, context, Map.of());
    }

    /**
     * The same exception with what it tells programs.
     *
     * @param details texts by name
     * @return the exception, to be thrown
     */
    public PythonException withDetails(Map<String, String> details) {
        PythonException told = new PythonException(pythonType, pythonMessage, traceback, getCause(), context, details);
        told.copyPlace(this);
        return told;
    }

    /**
     * The Python type's name, such as {@code ValueError} or {@code json.decoder.JSONDecodeError}.
     *
     * @return the name, with its module unless that is {@code builtins}
     */
    public String pythonType() {
        return pythonType;
    }

    /**
     * What {@code str()} gives for the exception.
     *
     * @return the message, perhaps empty
     */
    public String pythonMessage() {
        return pythonMessage;
    }

    /**
     * The text that Python prints for this exception, without those of its cause and context.
     *
     * @return the lines, ending in a line feed, or an empty string if there was no traceback to show
     */
    public String traceback() {
        return traceback;
    }

    /**
     * The exception that was being handled when this one was raised.
     *
     * @return the context, if Python would show it
     */
    public Optional<PythonException> context() {
        return Optional.ofNullable(context);
    }

    /**
     * What the exception tells programs beyond its message: the texts in its attribute {@code __sail_details__}, which
     * the SDK's own Python code uses.
     *
     * @return texts by name; empty for nearly all exceptions
     */
    public Map<String, String> details() {
        return Collections.unmodifiableMap(details);
    }

    @Override
    public Responsibility responsibility() {
        return Responsibility.SOURCE;
    }
}
