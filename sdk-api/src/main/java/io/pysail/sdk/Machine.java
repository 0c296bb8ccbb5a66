package io.pysail.sdk;

import java.util.Locale;

/** The names of processors, which Python, Java and ELF files spell differently. */
final class Machine {
    private Machine() {}

    /** The one name for a processor that Linux uses: {@code x86_64} for {@code amd64}, for example. */
    static String canonical(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return switch (lower) {
            case "amd64", "x64" -> "x86_64";
            case "arm64" -> "aarch64";
            case "ppc64le" -> "ppc64";
            case "i386", "i486", "i586", "i686" -> "x86";
            default -> lower;
        };
    }

    /** The processor of an ELF file: its {@code e_machine}. */
    static String ofElf(short code) {
        return switch (code) {
            case 3 -> "x86";
            case 21 -> "ppc64";
            case 22 -> "s390x";
            case 40 -> "arm";
            case 62 -> "x86_64";
            case 183 -> "aarch64";
            case 243 -> "riscv64";
            default -> "processor " + Short.toUnsignedInt(code);
        };
    }

    /** The processor that this JVM was built for, so the one that a library must be for. */
    static String ofJvm() {
        return canonical(System.getProperty("os.arch"));
    }
}
