package io.pysail.sdk.cli.input;

/** How decimal numbers are written. */
final class NumberForm {
    private NumberForm() {}

    /** Whether it is a sign, digits with a point somewhere, and an exponent, of which the digits must be there. */
    static boolean isNumber(String text) {
        int at = sign(text, 0);
        int whole = digits(text, at);
        at += whole;
        int fraction = 0;
        if (at < text.length() && text.charAt(at) == '.') {
            fraction = digits(text, at + 1);
            at += 1 + fraction;
        }
        if (whole + fraction == 0) {
            return false;
        }
        if (at < text.length() && (text.charAt(at) | 0x20) == 'e') {
            at = sign(text, at + 1);
            int exponent = digits(text, at);
            if (exponent == 0) {
                return false;
            }
            at += exponent;
        }
        return at == text.length();
    }

    private static int sign(String text, int at) {
        return at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+') ? at + 1 : at;
    }

    private static int digits(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at - from;
    }
}
