package io.pysail.sdk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
        List<String> values = new ArrayList<>();
        options.forEach((name, value) -> {
            if (isSecret(name) && value.length() >= SHORTEST) {
                values.add(value);
                values.add(URLEncoder.encode(value, UTF_8));
            }
        });
        // The longest first: one secret may be part of another.
        values.sort(Comparator.comparingInt(String::length).reversed());
        return new Secrets(List.copyOf(values));
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
            case DataSourceException failure ->
                failure.withTexts(hide(failure.reason()), hideCause(failure.getCause()));
            case PythonException raised -> hide(raised);
            case UsageException usage ->
                UsageException.of(usage.condition().orElse(null), hideText(usage), hideCause(usage.getCause()));
            case EnvironmentException environment ->
                EnvironmentException.of(
                        hide(environment.reason()), hide(environment.remedy()), hideCause(environment.getCause()));
            case InternalException internal -> InternalException.of(hideText(internal), hideCause(internal.getCause()));
        };
        hidden.setStackTrace(error.getStackTrace());
        return hidden;
    }

    private PythonException hide(PythonException raised) {
        PythonException hidden = PythonException.of(
                raised.pythonType(),
                hide(raised.pythonMessage()),
                hide(raised.traceback()),
                hideCause(raised.getCause()),
                raised.context().map(this::hide).orElse(null));
        hidden.setStackTrace(raised.getStackTrace());
        return hidden;
    }

    private @Nullable Throwable hideCause(@Nullable Throwable cause) {
        return cause instanceof SailException error ? hide(error) : cause;
    }

    private String hideText(Throwable error) {
        return hide(String.valueOf(error.getMessage()));
    }
}
