package io.pysail.sdk.cpython.internal.system;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Optional;

/**
 * The instructions of a {@link ForkGate}: position-independent, using only registers that no argument is passed in
 * until the call is diverted.
 */
sealed interface GateCode {
    /** Jumps to {@code target}, or returns if the byte at {@code flag} is set. */
    byte[] skipping(long flag, long target);

    /** Jumps to {@code target}, or to {@code instead(first, second)} if the byte at {@code flag} is set. */
    byte[] diverting(long flag, long target, long instead, long first, long second);

    /**
     * Jumps to {@code target}, or writes eight zero bytes at {@code offset} of what the first argument points to, and
     * returns, if the byte at {@code flag} is set.
     *
     * @param offset a multiple of eight, less than 128
     */
    byte[] clearing(long flag, long target, long offset);

    /** Sets the byte at {@code flag}, and returns. */
    byte[] closing(long flag);

    static Optional<GateCode> ofThisMachine() {
        return switch (System.getProperty("os.arch").toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> Optional.of(new X64());
            case "aarch64", "arm64" -> Optional.of(new Aarch64());
            default -> Optional.empty();
        };
    }

    /** x86-64, System V calling convention. */
    record X64() implements GateCode {
        @Override
        public byte[] skipping(long flag, long target) {
            return gate(flag, target).put((byte) 0xC3).array(); // ret
        }

        @Override
        public byte[] diverting(long flag, long target, long instead, long first, long second) {
            return gate(flag, target)
                    .putShort((short) 0xBF48) // mov rdi, first
                    .putLong(first)
                    .putShort((short) 0xBE48) // mov rsi, second
                    .putLong(second)
                    .putShort((short) 0xBB49) // mov r11, instead
                    .putLong(instead)
                    .putShort((short) 0xC031) // xor eax, eax: no vector registers, for a variadic function
                    .put(new byte[] {0x41, (byte) 0xFF, (byte) 0xE3}) // jmp r11
                    .array();
        }

        @Override
        public byte[] clearing(long flag, long target, long offset) {
            return gate(flag, target)
                    .put(new byte[] {0x48, (byte) 0xC7, 0x47, (byte) offset}) // mov qword [rdi + offset], 0
                    .putInt(0)
                    .put((byte) 0xC3) // ret
                    .array();
        }

        @Override
        public byte[] closing(long flag) {
            return ByteBuffer.allocate(96)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(0xFA1E0FF3) // endbr64
                    .putShort((short) 0xB848) // mov rax, flag
                    .putLong(flag)
                    .put(new byte[] {(byte) 0xC6, 0x00, 0x01}) // mov byte [rax], 1
                    .put((byte) 0xC3) // ret
                    .array();
        }

        private static ByteBuffer gate(long flag, long target) {
            return ByteBuffer.allocate(96)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(0xFA1E0FF3) // endbr64: a landing place where indirect branches are checked
                    .putShort((short) 0xB848) // mov rax, flag
                    .putLong(flag)
                    .put(new byte[] {(byte) 0x80, 0x38, 0x00}) // cmp byte [rax], 0
                    .put(new byte[] {0x75, 0x0C}) // jne past the jump
                    .putShort((short) 0xB848) // mov rax, target
                    .putLong(target)
                    .putShort((short) 0xE0FF); // jmp rax
        }
    }

    /** aarch64, AAPCS64; the constants follow the code, each at a multiple of eight. */
    record Aarch64() implements GateCode {
        private static final int LDRB_W16_X16 = 0x39400210;
        private static final int MOV_W17_1 = 0x52800031;
        private static final int STRB_W17_X16 = 0x39000211;
        private static final int STR_XZR_X0 = 0xF900001F;
        private static final int BR_X16 = 0xD61F0200;
        private static final int RET = 0xD65F03C0;
        private static final int NOP = 0xD503201F;

        @Override
        public byte[] skipping(long flag, long target) {
            return ByteBuffer.allocate(96)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(loadLiteral(16, 0, 24))
                    .putInt(LDRB_W16_X16)
                    .putInt(branchIfSet(8, 20))
                    .putInt(loadLiteral(16, 12, 32))
                    .putInt(BR_X16)
                    .putInt(RET)
                    .putLong(flag)
                    .putLong(target)
                    .array();
        }

        @Override
        public byte[] diverting(long flag, long target, long instead, long first, long second) {
            return ByteBuffer.allocate(96)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(loadLiteral(16, 0, 40))
                    .putInt(LDRB_W16_X16)
                    .putInt(branchIfSet(8, 20))
                    .putInt(loadLiteral(16, 12, 48))
                    .putInt(BR_X16)
                    .putInt(loadLiteral(0, 20, 64))
                    .putInt(loadLiteral(1, 24, 72))
                    .putInt(loadLiteral(16, 28, 56))
                    .putInt(BR_X16)
                    .putInt(NOP)
                    .putLong(flag)
                    .putLong(target)
                    .putLong(instead)
                    .putLong(first)
                    .putLong(second)
                    .array();
        }

        @Override
        public byte[] clearing(long flag, long target, long offset) {
            return ByteBuffer.allocate(96)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(loadLiteral(16, 0, 32))
                    .putInt(LDRB_W16_X16)
                    .putInt(branchIfSet(8, 20))
                    .putInt(loadLiteral(16, 12, 40))
                    .putInt(BR_X16)
                    .putInt(STR_XZR_X0 | (int) (offset / 8) << 10)
                    .putInt(RET)
                    .putInt(NOP)
                    .putLong(flag)
                    .putLong(target)
                    .array();
        }

        @Override
        public byte[] closing(long flag) {
            return ByteBuffer.allocate(96)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(loadLiteral(16, 0, 16))
                    .putInt(MOV_W17_1)
                    .putInt(STRB_W17_X16)
                    .putInt(RET)
                    .putLong(flag)
                    .array();
        }

        /** {@code ldr x<register>, [pc at here] literal}. */
        private static int loadLiteral(int register, int here, int literal) {
            return 0x58000000 | (((literal - here) / 4) << 5) | register;
        }

        /** {@code cbnz w16, target}. */
        private static int branchIfSet(int here, int target) {
            return 0x35000000 | (((target - here) / 4) << 5) | 16;
        }
    }
}
