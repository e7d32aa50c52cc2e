"""Trains the content classifier's weights on development clips and prints its confusion on both sides.

    ContentStudy (test sources of learning-agent) writes the features: DEVELOPMENT dev.csv, HELD_OUT held.csv; then
    /tmp/reference/bin/python learning-agent/src/test/reference/train_content_classifier.py dev.csv held.csv \
        > learning-agent/src/main/resources/attune/learn/analysis/content-classifier.csv

Multinomial logistic regression with an L2 penalty; only development clips are learned from. The confusion goes to standard
error, the weights to standard output: one line per class, bias first, for features as they are.
"""

import csv
import sys

import numpy as np
import scipy.optimize

CLASSES = ["SPEECH", "MUSIC", "MIXED", "NOISE"]
PENALTY = 0.02


def read(path):
    with open(path) as file:
        rows = list(csv.reader(file))
    x = np.array([[float(v) for v in row[2:]] for row in rows[1:]])
    return rows[0][2:], x, np.array([CLASSES.index(row[1]) for row in rows[1:]]), [row[0] for row in rows[1:]]


def probabilities(weights, x):
    logits = weights[:, 0] + x @ weights[:, 1:].T
    logits -= logits.max(1, keepdims=True)
    e = np.exp(logits)
    return e / e.sum(1, keepdims=True)


def train(x, y):
    shape = (len(CLASSES), x.shape[1] + 1)
    balance = 1 / np.bincount(y, minlength=len(CLASSES))[y]
    balance = balance / balance.sum()
    onehot = np.eye(len(CLASSES))[y]

    def loss(flat):
        w = flat.reshape(shape)
        p = probabilities(w, x)
        error = (p - onehot) * balance[:, None]
        gradient = np.c_[error.sum(0), error.T @ x]
        gradient[:, 1:] += 2 * PENALTY * w[:, 1:] / len(CLASSES)
        value = -(balance * np.log((p * onehot).sum(1) + 1e-12)).sum() + PENALTY * (w[:, 1:] ** 2).sum() / len(CLASSES)
        return value, gradient.ravel()

    return scipy.optimize.minimize(loss, np.zeros(shape).ravel(), jac=True, method="L-BFGS-B").x.reshape(shape)


def report(title, p, y, names):
    print(title, file=sys.stderr)
    guess = p.argmax(1)
    for c, label in enumerate(CLASSES):
        print(f"  {label:8}", [int(((y == c) & (guess == g)).sum()) for g in range(len(CLASSES))], file=sys.stderr)
    for i in np.where(guess != y)[0]:
        print("   ", names[i], CLASSES[y[i]], "->", CLASSES[guess[i]], np.round(p[i], 2), file=sys.stderr)


def main(development, held_out):
    features, x, y, names = read(development)
    mean, deviation = x.mean(0), x.std(0) + 1e-9
    w = train((x - mean) / deviation, y)
    plain = np.c_[w[:, 0] - w[:, 1:] @ (mean / deviation), w[:, 1:] / deviation]
    report("development", probabilities(plain, x), y, names)
    _, xh, yh, names_h = read(held_out)
    report("held out", probabilities(plain, xh), yh, names_h)
    print("class,bias," + ",".join(features))
    for label, row in zip(CLASSES, plain):
        print(label + "," + ",".join(f"{v:.6g}" for v in row))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
