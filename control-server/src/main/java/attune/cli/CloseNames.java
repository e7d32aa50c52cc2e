package attune.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Names that a mistyped one may have meant. */
final class CloseNames {
    private CloseNames() {}

    /** Up to three names that differ in few letters or contain what was typed, nearest first. */
    static List<String> of(String typed, Collection<String> names) {
        int limit = Math.max(2, typed.length() / 3);
        return names.stream()
                .filter(name -> distance(typed, name) <= limit || (typed.length() >= 3 && name.contains(typed)))
                .sorted(Comparator.<String>comparingInt(name -> distance(typed, name))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(3)
                .collect(Collectors.toList());
    }

    /** " Did you mean …?" or nothing. */
    static String hint(String typed, Collection<String> names) {
        List<String> close = of(typed, names);
        return close.isEmpty() ? "" : " Did you mean " + String.join(" or ", close) + "?";
    }

    /** Levenshtein distance. */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitute = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substitute, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
