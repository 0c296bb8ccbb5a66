package io.pysail.sdk.cli.output;

import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Texts that are likely to be written wrongly; the same ones for the same seed. */
final class RandomTexts {
    private static final String SPECIAL = ",\"\n\r\t \\'\0\033\u007f\u0085é\u2028日";

    private final Random random;

    RandomTexts(long seed) {
        this.random = new Random(seed);
    }

    @Nullable
    String next() {
        if (random.nextInt(8) == 0) {
            return null;
        }
        int length = random.nextInt(20) == 0 ? random.nextInt(20_000) : random.nextInt(8);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            switch (random.nextInt(4)) {
                case 0 -> text.append(SPECIAL.charAt(random.nextInt(SPECIAL.length())));
                case 1 -> text.appendCodePoint(0x1F600 + random.nextInt(64));
                default -> text.append((char) ('a' + random.nextInt(26)));
            }
        }
        return text.toString();
    }
}
