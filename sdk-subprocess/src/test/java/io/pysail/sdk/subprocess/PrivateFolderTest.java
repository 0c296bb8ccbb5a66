package io.pysail.sdk.subprocess;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFolderTest {
    @Test
    void aSocketFitsHoweverLongThePathOfTemporaryFilesIs(@TempDir Path temporary) throws Exception {
        Path parent = temporary;
        for (int length = parent.toString().length();
                length < 150;
                length = parent.toString().length()) {
            parent = Files.createDirectory(parent.resolve("é0123"));
            try (PrivateFolder folder = PrivateFolder.create(parent);
                    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                server.bind(UnixDomainSocketAddress.of(folder.file()));

                assertThat(folder.file()).exists();
            }
            assertThat(parent).isEmptyDirectory();
        }
    }

    @Test
    void withAShortPathItIsAmongTheTemporaryFilesAndIsGoneWithWhatItHolds(@TempDir Path temporary) throws Exception {
        PrivateFolder folder = PrivateFolder.create(temporary);
        Files.createFile(folder.file());
        assertThat(folder.file()).startsWith(temporary);

        folder.close();
        folder.close();

        assertThat(temporary).isEmptyDirectory();
    }
}
