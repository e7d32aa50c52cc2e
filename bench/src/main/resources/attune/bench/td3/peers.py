"""TD3's step in PyTorch as CleanRL's td3_continuous_action has it, and cpprb's prioritised replay: one JSON object with the
microseconds of thread CPU time of each, medians of rounds, or the reason why one can't be had. One thread."""

import json
import statistics
import time

OBSERVATIONS, ACTIONS, BATCH, HIDDEN_1, HIDDEN_2, CAPACITY = 48, 24, 256, 256, 128, 100_000
ROUNDS = 15


def median_us(count, work):
    for _ in range(3 * count):
        work()
    rounds = []
    for _ in range(ROUNDS):
        begin = time.thread_time()
        for _ in range(count):
            work()
        rounds.append((time.thread_time() - begin) / count * 1e6)
    return statistics.median(rounds)


def torch_step(norm):
    import torch
    from torch import nn, optim
    from torch.nn import functional as F

    torch.set_num_threads(1)

    def layers(inputs, outputs, normalize, last):
        made = []
        for a, b in ((inputs, HIDDEN_1), (HIDDEN_1, HIDDEN_2)):
            made += [nn.Linear(a, b)] + ([nn.LayerNorm(b)] if normalize else []) + [nn.ReLU()]
        return nn.Sequential(*made, nn.Linear(HIDDEN_2, outputs), *last)

    actor, target_actor = (layers(OBSERVATIONS, ACTIONS, False, [nn.Tanh()]) for _ in range(2))
    q1, q2, q1_target, q2_target = (layers(OBSERVATIONS + ACTIONS, 1, norm, []) for _ in range(4))
    q_optimizer = optim.Adam(list(q1.parameters()) + list(q2.parameters()), lr=1e-3)
    actor_optimizer = optim.Adam(actor.parameters(), lr=1e-3)
    s, s2 = torch.randn(BATCH, OBSERVATIONS), torch.randn(BATCH, OBSERVATIONS)
    a, r, done = torch.rand(BATCH, ACTIONS) * 2 - 1, torch.randn(BATCH, 1), torch.zeros(BATCH, 1)
    steps = 0

    def step():
        nonlocal steps
        with torch.no_grad():
            noise = (torch.randn_like(a) * 0.2).clamp(-0.5, 0.5)
            a2 = (target_actor(s2) + noise).clamp(-1, 1)
            x2 = torch.cat([s2, a2], 1)
            y = r + (1 - done) * 0.99 * torch.min(q1_target(x2), q2_target(x2))
        x = torch.cat([s, a], 1)
        loss = F.mse_loss(q1(x), y) + F.mse_loss(q2(x), y)
        q_optimizer.zero_grad()
        loss.backward()
        q_optimizer.step()
        steps += 1
        if steps % 2 == 0:
            actor_loss = -q1(torch.cat([s, actor(s)], 1)).mean()
            actor_optimizer.zero_grad()
            actor_loss.backward()
            actor_optimizer.step()
            with torch.no_grad():
                for net, target in ((actor, target_actor), (q1, q1_target), (q2, q2_target)):
                    for p, t in zip(net.parameters(), target.parameters()):
                        t.data.copy_(0.005 * p.data + 0.995 * t.data)

    result = {"step_us": median_us(40, step)}
    one = s[:1]
    with torch.no_grad():
        result["actor_us"] = median_us(500, lambda: actor(one))
    result["version"] = torch.__version__
    return result


def cpprb_round():
    import cpprb
    import numpy as np

    buffer = cpprb.PrioritizedReplayBuffer(
        CAPACITY,
        {"obs": {"shape": OBSERVATIONS}, "act": {"shape": ACTIONS}, "rew": {}, "next_obs": {"shape": OBSERVATIONS}, "done": {}},
        alpha=0.6,
    )
    rng = np.random.default_rng(1)
    for _ in range(CAPACITY // 1000):
        buffer.add(
            obs=rng.normal(size=(1000, OBSERVATIONS)),
            act=rng.normal(size=(1000, ACTIONS)),
            rew=rng.normal(size=1000),
            next_obs=rng.normal(size=(1000, OBSERVATIONS)),
            done=np.zeros(1000),
        )
    errors = rng.random(BATCH) + 1e-3

    def work():
        batch = buffer.sample(BATCH, beta=0.5)
        buffer.update_priorities(batch["indexes"], errors)

    return {"replay_us": median_us(500, work)}


def attempt(work):
    try:
        return work()
    except ImportError as problem:
        return {"missing": str(problem)}


if __name__ == "__main__":
    print(
        json.dumps(
            {
                "torch": attempt(lambda: torch_step(False)),
                "torch_norm": attempt(lambda: torch_step(True)),
                "cpprb": attempt(cpprb_round),
            }
        )
    )
