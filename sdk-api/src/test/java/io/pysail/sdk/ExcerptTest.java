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
    void blankLinesAreNeitherFirstNorLast() {
        assertThat(Excerpt.firstLine("\n  \n one \ntwo\n\n")).isEqualTo("one");
        assertThat(Excerpt.lastLine("\n  \n one \n two\n\n")).isEqualTo("two");
        assertThat(Excerpt.lastLine(" \n")).isEmpty();
    }
}
