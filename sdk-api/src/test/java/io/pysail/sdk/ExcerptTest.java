package io.pysail.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExcerptTest {
    @Test
    void whatSteersATerminalIsEscaped() {
        assertThat(Excerpt.quoted("a\u001b[31m\t\r\u202e\"\\ é"))
                .isEqualTo("\"a\\u{1b}[31m\\t\\u{d}\\u{202e}\\\"\\\\ é\"");
    }

    @Test
    void aLongTextIsCutBetweenCharacters() {
        assertThat(Excerpt.quoted("\ud83d\ude00".repeat(201))).isEqualTo('"' + "\ud83d\ude00".repeat(200) + "…\"");
        assertThat(Excerpt.quoted("x".repeat(200))).isEqualTo('"' + "x".repeat(200) + '"');
    }

    @Test
    void blankLinesAreNotFirst() {
        assertThat(Excerpt.firstLine("\n  \n one \ntwo\n\n")).isEqualTo("one");
        assertThat(Excerpt.firstLine(" \n")).isEmpty();
    }

    @Test
    void theComplaintIsTheLineThatTellsMost() {
        assertThat(Excerpt.complaint("Traceback (most recent call last):\n  File x\nImportError: no y\n\n"))
                .isEqualTo("ImportError: no y");
        assertThat(Excerpt.complaint("Could not find libraries\nFatal Python error: init failed\n\n<no frame>\n"))
                .isEqualTo("Fatal Python error: init failed");
        assertThat(Excerpt.complaint("\npyenv: no such command\n\nThe command exists in:\n  3.12\n"))
                .isEqualTo("pyenv: no such command");
        assertThat(Excerpt.complaint("\n")).isEmpty();
    }
}
