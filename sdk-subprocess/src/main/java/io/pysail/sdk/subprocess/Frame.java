package io.pysail.sdk.subprocess;

/**
 * A whole message, joined from as many frames as it came in.
 *
 * <p>Immutable, if nobody changes the payload.
 *
 * @param type one of {@link FrameTypes}
 * @param flags those of the type
 * @param stream the worker's number, or that of the call
 * @param payload what the type says
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, and compared by nobody
record Frame(int type, int flags, int stream, byte[] payload) {
    @Override
    public String toString() {
        return "frame of type " + type + ", flags " + flags + ", stream " + stream + ", " + payload.length + " bytes";
    }
}
