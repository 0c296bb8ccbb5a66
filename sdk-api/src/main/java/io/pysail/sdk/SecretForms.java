package io.pysail.sdk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashSet;
import java.util.Set;

/** How a secret looks in the messages of programs that have written it into an address, or between quotes. */
final class SecretForms {
    private SecretForms() {}

    static Set<String> of(String secret) {
        Set<String> forms = new HashSet<>();
        forms.add(secret);
        addAddresses(forms, secret);
        addQuoted(forms, secret);
        return forms;
    }

    /** As {@code urllib.parse.quote}, with and without a slash that is safe, and {@code quote_plus} write it. */
    private static void addAddresses(Set<String> forms, String secret) {
        for (String safe : new String[] {"_.-~/", "_.-~", "_.-*"}) {
            for (String digits : new String[] {"%%%02X", "%%%02x"}) {
                String encoded = percentEncoded(secret, safe, digits);
                forms.add(encoded);
                forms.add(encoded.replace("%20", "+"));
            }
        }
    }

    private static String percentEncoded(String secret, String safe, String digits) {
        StringBuilder text = new StringBuilder();
        for (byte each : secret.getBytes(UTF_8)) {
            boolean letter = (each >= 'a' && each <= 'z') || (each >= 'A' && each <= 'Z');
            boolean plain = letter || (each >= '0' && each <= '9') || safe.indexOf(each) >= 0;
            text.append(plain ? String.valueOf((char) each) : digits.formatted(each));
        }
        return text.toString();
    }

    /** As Python's {@code repr} and {@code json.dumps} write it. */
    private static void addQuoted(Set<String> forms, String secret) {
        String escaped = secret.replace("\\", "\\\\")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t");
        forms.add(escaped);
        forms.add(escaped.replace("'", "\\'"));
        String inJson = escaped.replace("\"", "\\\"");
        forms.add(inJson);
        StringBuilder ascii = new StringBuilder();
        inJson.chars().forEach(c -> ascii.append(c < 0x80 ? String.valueOf((char) c) : "\\u%04x".formatted(c)));
        forms.add(ascii.toString());
    }
}
