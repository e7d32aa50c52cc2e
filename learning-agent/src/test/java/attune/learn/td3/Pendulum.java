package attune.learn.td3;

import java.util.random.RandomGenerator;

/**
 * The task Pendulum-v1 of gymnasium: swing a rod up with too little torque and hold it there. Held against gymnasium by
 * PendulumTest.
 */
final class Pendulum {
    static final int OBSERVATIONS = 3;
    static final int ACTIONS = 1;
    /** Moves until it is broken off; it never ends by itself. */
    static final int EPISODE = 200;

    private static final double LARGEST_TORQUE = 2;
    private static final double LARGEST_SPEED = 8;
    private static final double STEP_SECONDS = 0.05;
    private static final double GRAVITY_TERM = 15; // 3 g / 2 l
    private static final double TORQUE_TERM = 3; // 3 / m l²

    private double angle;
    private double speed;

    double angle() {
        return angle;
    }

    double speed() {
        return speed;
    }

    /** Angle 0 is upright. */
    void begin(double newAngle, double newSpeed) {
        angle = newAngle;
        speed = newSpeed;
    }

    void begin(RandomGenerator random) {
        begin(Math.PI * (2 * random.nextDouble() - 1), 2 * random.nextDouble() - 1);
    }

    /**
     * One move.
     *
     * @param action -1 to 1
     * @return the reward
     */
    double move(double action) {
        double torque = Math.max(-LARGEST_TORQUE, Math.min(LARGEST_TORQUE, LARGEST_TORQUE * action));
        double off = Math.IEEEremainder(angle, 2 * Math.PI);
        double cost = off * off + 0.1 * speed * speed + 0.001 * torque * torque;
        double faster = speed + (GRAVITY_TERM * Math.sin(angle) + TORQUE_TERM * torque) * STEP_SECONDS;
        speed = Math.max(-LARGEST_SPEED, Math.min(LARGEST_SPEED, faster));
        angle += speed * STEP_SECONDS;
        return -cost;
    }

    void observe(float[] into) {
        into[0] = (float) Math.cos(angle);
        into[1] = (float) Math.sin(angle);
        into[2] = (float) speed;
    }
}
