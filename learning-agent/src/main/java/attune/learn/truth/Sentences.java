package attune.learn.truth;

import java.util.List;

/** What the synthesiser says: plain English that visits all of its sounds. */
final class Sentences {
    private static final List<String> ALL = List.of(
            "The ferry leaves the harbour at a quarter past six, whatever the weather.",
            "She keeps fresh coffee, thick bread and three kinds of cheese in the kitchen.",
            "Six thin sticks of cinnamon should stay in the pot for fifteen minutes.",
            "Nobody expected that the old bridge would hold through such a storm.",
            "When the choir stopped, you could hear the clock above the door.",
            "He fixed the fence, fed the chickens and was back before breakfast.",
            "Please check that the switch is off before you take the cover away.",
            "A soft rain fell on the roofs while the city was still asleep.",
            "The judge asked both sides to speak more slowly and a little louder.",
            "Our train was late, so we walked along the river to the next station.",
            "They found a box of letters, tied with a blue ribbon, behind the shelf.",
            "Each of these pictures was taken within a second of the flash.",
            "The engineer measured the noise twice and wrote down both results.",
            "My grandmother could whistle every song that she had ever heard.",
            "If you would like to leave a message, please wait for the short tone.",
            "Thousands of small birds rest on this island on their way south.",
            "The recipe says to stir gently, but never to let the mixture boil.",
            "Jazz was playing in the shop across the street until well past midnight.",
            "We measured the distance with a rope, and it was forty paces exactly.",
            "The voice on the radio was calm, and that helped more than the news.",
            "Fresh snow covered the path, the hedge and the top of the gate.",
            "He asked which of the five doors would lead back to the garden.",
            "A good microphone hears the room as well as the person in it.",
            "They sell fish, salt, soap and string in that shop by the pier.",
            "The lecture begins at eight, and the doors are shut a minute later.",
            "Could you push the chair a bit closer, so that everybody sees you?",
            "The youngest of them wants to be a pilot, the eldest a judge.",
            "All of a sudden the lights went out and the fan stopped turning.",
            "It takes patience to teach a dog not to chase the cat.",
            "The last page of the book was missing, which made it no worse.");

    private Sentences() {}

    static List<String> of(MaterialSplit split) {
        return ALL.stream().filter(text -> MaterialSplit.of(text) == split).toList();
    }
}
