/** Which strategies are worth a render: learned from what auditions and listening showed. */
@org.jspecify.annotations.NullMarked
package attune.learn.bandit;
