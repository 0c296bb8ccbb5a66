package io.pysail.sdk.cpython.internal.system;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The gate in front of Java: its bytes on each processor, and what they do on this one. */
class GateCodeTest {
    private static final long FLAG = 0x1122334455667788L;
    private static final long TARGET = 0x2233445566778899L;
    private static final long INSTEAD = 0x33445566778899AAL;
    private static final long FIRST = 0x44556677889900AAL;
    private static final long SECOND = 0x5566778899AABBCCL;

    private static final FunctionDescriptor ACTION = FunctionDescriptor.ofVoid(ADDRESS);
    private static final FunctionDescriptor FUNCTION = FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    private static final MemorySegment ONE = MemorySegment.ofAddress(1);
    private static final MemorySegment TWO = MemorySegment.ofAddress(2);
    private static final MemorySegment THREE = MemorySegment.ofAddress(3);
    private static final MemorySegment RESULT = MemorySegment.ofAddress(0x777);
    private static final MemorySegment DIVERTED = MemorySegment.ofAddress(0x888);

    private final ForkGate gate = ForkGate.open().orElseThrow(); // its own: that of the process stays open
    private final List<List<Long>> calls = new ArrayList<>();
    private final List<List<Long>> diversions = new ArrayList<>();

    // ---- bytes: what GNU as made of the instructions beside them

    @Test
    void theSkippingGateOfX64IsWhatAnAssemblerMakes() {
        byte[] code = new GateCode.X64().skipping(FLAG, TARGET);

        assertThat(code).startsWith(bytes("""
                F30F1EFA               endbr64
                48B8 8877665544332211  movabs rax, FLAG
                803800                 cmp    byte ptr [rax], 0
                750C                   jne    skip
                48B8 9988776655443322  movabs rax, TARGET
                FFE0                   jmp    rax
                C3                     skip: ret
                """));
    }

    @Test
    void theDivertingGateOfX64IsWhatAnAssemblerMakes() {
        byte[] code = new GateCode.X64().diverting(FLAG, TARGET, INSTEAD, FIRST, SECOND);

        assertThat(code).startsWith(bytes("""
                F30F1EFA               endbr64
                48B8 8877665544332211  movabs rax, FLAG
                803800                 cmp    byte ptr [rax], 0
                750C                   jne    divert
                48B8 9988776655443322  movabs rax, TARGET
                FFE0                   jmp    rax
                48BF AA00998877665544  divert: movabs rdi, FIRST
                48BE CCBBAA9988776655  movabs rsi, SECOND
                49BB AA99887766554433  movabs r11, INSTEAD
                31C0                   xor    eax, eax
                41FFE3                 jmp    r11
                """));
    }

    @Test
    void theSkippingGateOfAarch64IsWhatAnAssemblerMakes() {
        byte[] code = new GateCode.Aarch64().skipping(FLAG, TARGET);

        assertThat(code).startsWith(bytes("""
                D0000058          ldr  x16, FLAG
                10024039          ldrb w16, [x16]
                70000035          cbnz w16, skip
                B0000058          ldr  x16, TARGET
                00021FD6          br   x16
                C0035FD6          skip: ret
                8877665544332211  FLAG
                9988776655443322  TARGET
                """));
    }

    @Test
    void theDivertingGateOfAarch64IsWhatAnAssemblerMakes() {
        byte[] code = new GateCode.Aarch64().diverting(FLAG, TARGET, INSTEAD, FIRST, SECOND);

        assertThat(code).startsWith(bytes("""
                50010058          ldr  x16, FLAG
                10024039          ldrb w16, [x16]
                70000035          cbnz w16, divert
                30010058          ldr  x16, TARGET
                00021FD6          br   x16
                60010058          divert: ldr x0, FIRST
                81010058          ldr  x1, SECOND
                F0000058          ldr  x16, INSTEAD
                00021FD6          br   x16
                1F2003D5          nop
                8877665544332211  FLAG
                9988776655443322  TARGET
                AA99887766554433  INSTEAD
                AA00998877665544  FIRST
                CCBBAA9988776655  SECOND
                """));
    }

    @Test
    void theClearingGateOfX64IsWhatAnAssemblerMakes() {
        byte[] code = new GateCode.X64().clearing(FLAG, TARGET, 64);

        assertThat(code).startsWith(bytes("""
                F30F1EFA               endbr64
                48B8 8877665544332211  movabs rax, FLAG
                803800                 cmp    byte ptr [rax], 0
                750C                   jne    clear
                48B8 9988776655443322  movabs rax, TARGET
                FFE0                   jmp    rax
                48C74740 00000000      clear: mov qword ptr [rdi + 64], 0
                C3                     ret
                """));
    }

    @Test
    void theClearingGateOfAarch64IsWhatAnAssemblerMakes() {
        byte[] code = new GateCode.Aarch64().clearing(FLAG, TARGET, 64);

        assertThat(code).startsWith(bytes("""
                10010058          ldr  x16, FLAG
                10024039          ldrb w16, [x16]
                70000035          cbnz w16, clear
                F0000058          ldr  x16, TARGET
                00021FD6          br   x16
                1F2000F9          clear: str xzr, [x0, 64]
                C0035FD6          ret
                1F2003D5          nop
                8877665544332211  FLAG
                9988776655443322  TARGET
                """));
    }

    @Test
    void whatClosesTheGateOnX64IsWhatAnAssemblerMakes() {
        byte[] code = new GateCode.X64().closing(FLAG);

        assertThat(code).startsWith(bytes("""
                F30F1EFA               endbr64
                48B8 8877665544332211  movabs rax, FLAG
                C60001                 mov    byte ptr [rax], 1
                C3                     ret
                """));
    }

    @Test
    void whatClosesTheGateOnAarch64IsWhatAnAssemblerMakes() {
        byte[] code = new GateCode.Aarch64().closing(FLAG);

        assertThat(code).startsWith(bytes("""
                90000058          ldr  x16, FLAG
                31008052          mov  w17, 1
                11020039          strb w17, [x16]
                C0035FD6          ret
                8877665544332211  FLAG
                """));
    }

    /** The hexadecimal digits in front of each line's instruction. */
    private static byte[] bytes(String listing) {
        StringBuilder digits = new StringBuilder();
        listing.lines()
                .forEach(line ->
                        digits.append(line.substring(0, line.indexOf("  ")).replace(" ", "")));
        return HexFormat.of().parseHex(digits);
    }

    // ---- deeds

    @Test
    void anOpenGatePassesCallsThrough() throws Throwable {
        MethodHandle action = downcall(gate.guard(stub("act", ACTION)), ACTION);
        MethodHandle function = downcall(guardedFunction(), FUNCTION);

        action.invoke(ONE);
        MemorySegment result = (MemorySegment) function.invoke(ONE, TWO, THREE);

        assertThat(calls).containsExactly(List.of(1L), List.of(1L, 2L, 3L));
        assertThat(result).isEqualTo(RESULT);
        assertThat(diversions).isEmpty();
    }

    @Test
    void aClosedGateSkipsWhatGivesNothingAndDivertsWhatGivesSomething() throws Throwable {
        MethodHandle action = downcall(gate.guard(stub("act", ACTION)), ACTION);
        MethodHandle function = downcall(guardedFunction(), FUNCTION);

        gate.flag().set(JAVA_BYTE, 0, (byte) 1);
        action.invoke(ONE);
        MemorySegment result = (MemorySegment) function.invoke(ONE, TWO, THREE);

        assertThat(calls).isEmpty();
        assertThat(diversions).containsExactly(List.of(FIRST, SECOND));
        assertThat(result).isEqualTo(DIVERTED);
    }

    @Test
    void aClosedGateClearsThePointerAndNothingBesideIt() throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment struct = arena.allocate(80, 8).fill((byte) 7);
            MethodHandle release = downcall(gate.guardClearing(stub("act", ACTION), 64), ACTION);

            release.invoke(struct);
            assertThat(calls).containsExactly(List.of(struct.address()));
            assertThat(struct.get(JAVA_LONG, 64)).isNotZero();
            gate.flag().set(JAVA_BYTE, 0, (byte) 1);
            release.invoke(struct);

            assertThat(calls).hasSize(1);
            assertThat(struct.get(JAVA_LONG, 64)).isZero();
            assertThat(struct.get(JAVA_LONG, 56)).isNotZero();
            assertThat(struct.get(JAVA_LONG, 72)).isNotZero();
        }
    }

    @Test
    void anyValueButZeroClosesTheGateAndZeroOpensItAgain() throws Throwable {
        MethodHandle action = downcall(gate.guard(stub("act", ACTION)), ACTION);

        for (int value : new int[] {0x80, 0xFF, 0x02, 0}) {
            gate.flag().set(JAVA_BYTE, 0, (byte) value);
            action.invoke(MemorySegment.ofAddress(value));
        }

        assertThat(calls).containsExactly(List.of(0L));
    }

    @Test
    void gatesDoNotShareTheirFlags() throws Throwable {
        ForkGate other = ForkGate.open().orElseThrow();
        MethodHandle action = downcall(gate.guard(stub("act", ACTION)), ACTION);

        other.flag().set(JAVA_BYTE, 0, (byte) 1);
        action.invoke(ONE);

        assertThat(calls).hasSize(1);
    }

    private MemorySegment guardedFunction() {
        return gate.guard(
                stub("answer", FUNCTION),
                stub("divert", FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS)),
                MemorySegment.ofAddress(FIRST),
                MemorySegment.ofAddress(SECOND));
    }

    @SuppressWarnings("UnusedMethod") // found by its name
    private void act(MemorySegment argument) {
        calls.add(List.of(argument.address()));
    }

    @SuppressWarnings("UnusedMethod") // found by its name
    private MemorySegment answer(MemorySegment first, MemorySegment second, MemorySegment third) {
        calls.add(List.of(first.address(), second.address(), third.address()));
        return RESULT;
    }

    @SuppressWarnings("UnusedMethod") // found by its name
    private MemorySegment divert(MemorySegment first, MemorySegment second) {
        diversions.add(List.of(first.address(), second.address()));
        return DIVERTED;
    }

    private MemorySegment stub(String method, FunctionDescriptor descriptor) {
        try {
            MethodHandle target = MethodHandles.lookup().bind(this, method, descriptor.toMethodType());
            // SAFETY: the target has the descriptor's type and throws nothing; the stub lives as long as the process.
            @SuppressWarnings("restricted")
            MemorySegment stub = Linker.nativeLinker().upcallStub(target, descriptor, Arena.global());
            return stub;
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(method, e);
        }
    }

    private static MethodHandle downcall(MemorySegment address, FunctionDescriptor descriptor) {
        // SAFETY: the address is that of a gate in front of a function of this type.
        @SuppressWarnings("restricted")
        MethodHandle handle = Linker.nativeLinker().downcallHandle(address, descriptor);
        return handle;
    }
}
