package attune.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextPartsTest {
    @Test
    void messages_when_they_come_in_parts_expect_each_whole_once_and_nothing_of_it_in_the_next() {
        TextParts parts = new TextParts();
        assertThat(parts.add("{\"type\":", false)).isNull();
        assertThat(parts.add("", false)).isNull();
        assertThat(parts.add("\"hello\"}", true)).isEqualTo("{\"type\":\"hello\"}");
        assertThat(parts.add("{}", true)).isEqualTo("{}");
    }
}
