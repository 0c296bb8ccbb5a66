package io.pysail.sdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramFileTest {
    private static final int I386 = 3;
    private static final int S390 = 22;

    @TempDir
    private Path folder;

    @Test
    void aScriptIsToldByItsFirstLine() throws IOException {
        assertThat(file("#!/bin/sh\n".getBytes(UTF_8))).isEqualTo(new ProgramFile.Script());
    }

    @Test
    void aLinuxProgramIsToldWithItsProcessor() throws IOException {
        assertThat(file(elf(2, ByteOrder.LITTLE_ENDIAN, 62))).isEqualTo(new ProgramFile.Elf(true, "x86_64"));
        assertThat(file(elf(2, ByteOrder.LITTLE_ENDIAN, 183))).isEqualTo(new ProgramFile.Elf(true, "aarch64"));
        assertThat(file(elf(1, ByteOrder.LITTLE_ENDIAN, I386))).isEqualTo(new ProgramFile.Elf(false, "x86"));
        assertThat(file(elf(2, ByteOrder.BIG_ENDIAN, S390))).isEqualTo(new ProgramFile.Elf(true, "s390x"));
        assertThat(file(elf(2, ByteOrder.LITTLE_ENDIAN, 999))).isEqualTo(new ProgramFile.Elf(true, "processor 999"));
    }

    @Test
    void aMacProgramIsLeftToTheSystem() throws IOException {
        byte[] head = {(byte) 0xcf, (byte) 0xfa, (byte) 0xed, (byte) 0xfe, 0, 0};

        assertThat(file(head)).isEqualTo(new ProgramFile.Unknown());
    }

    @Test
    void anythingElseIsText() throws IOException {
        assertThat(file("\n hello \nworld".getBytes(UTF_8))).isEqualTo(new ProgramFile.Text("hello"));
        assertThat(file(new byte[] {0x7f, 'E', 'L', 'F'})).isEqualTo(new ProgramFile.Text("\u007fELF"));
        assertThat(file(new byte[0])).isEqualTo(new ProgramFile.Text(""));
    }

    @Test
    void aFileThatCannotBeReadIsLeftToTheSystem() {
        assertThat(ProgramFile.at(folder.resolve("missing"))).isEqualTo(new ProgramFile.Unknown());
    }

    @Test
    void aProgramForAnotherProcessorIsRefusedBeforeItIsRun() throws IOException {
        PythonEnvironment environment = executable(elf(2, ByteOrder.BIG_ENDIAN, S390));

        assertThatThrownBy(environment::inspect)
                .isInstanceOf(EnvironmentException.class)
                .hasMessage(environment.executable() + " is for s390x, and this JVM for " + Machine.ofJvm()
                        + ": use a Python for " + Machine.ofJvm() + ", or a JVM for s390x");
    }

    @Test
    void a32BitProgramIsRefusedBeforeItIsRun() throws IOException {
        PythonEnvironment environment = executable(elf(1, ByteOrder.LITTLE_ENDIAN, I386));

        assertThatThrownBy(environment::inspect)
                .isInstanceOf(EnvironmentException.class)
                .hasMessageStartingWith(environment.executable() + " is a 32-bit program");
    }

    private PythonEnvironment executable(byte[] content) throws IOException {
        Path file = Interpreters.executable(folder.resolve("python"), "");
        Files.write(file, content);
        return PythonEnvironment.of(file);
    }

    private ProgramFile file(byte[] content) throws IOException {
        return ProgramFile.at(Files.write(folder.resolve("file"), content));
    }

    private static byte[] elf(int width, ByteOrder order, int machine) {
        ByteBuffer head = ByteBuffer.allocate(64).order(order);
        head.put(new byte[] {0x7f, 'E', 'L', 'F', (byte) width, (byte) (order == ByteOrder.BIG_ENDIAN ? 2 : 1)});
        head.putShort(18, (short) machine);
        return head.array();
    }
}
