"""One TD3 step after the other by PyTorch's autograd and Adam, in double precision, for Td3GradientTest.

    python3 -m venv torch && torch/bin/pip install torch
    torch/bin/python learning-agent/src/test/reference/td3_autograd_reference.py learning-agent/src/test/resources/attune/learn/td3

Writes plain.csv (TD3 as published, with imitation of demonstrations) and normalized.csv (critics with LayerNorm,
observations normalised): lines "name,value,value,...", parameters flat as Td3Networks has them, weights [inputs, outputs].
Inputs first, then what came of the first step of critics and actor, then all vectors after four and two steps.
"""

import sys
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

OBSERVATIONS, ACTIONS, BATCH, HIDDEN_1, HIDDEN_2 = 5, 2, 8, 16, 12
GAMMA, TAU, RATE, TARGET_NOISE, NOISE_CLIP = 0.99, 0.005, 1e-3, 0.2, 0.5


def network(inputs, outputs, norm, last):
    layers = []
    for width_in, width_out in ((inputs, HIDDEN_1), (HIDDEN_1, HIDDEN_2)):
        layers += [nn.Linear(width_in, width_out)] + ([nn.LayerNorm(width_out)] if norm else []) + [nn.ReLU()]
    return nn.Sequential(*layers, nn.Linear(HIDDEN_2, outputs), *last)


def flat(networks, pick):
    parts = []
    for net in networks:
        for p in net.parameters():
            value = pick(p)
            parts.append((value.t() if value.dim() == 2 else value).reshape(-1))
    return torch.cat(parts)


def single(values):
    """What a float holds, as a double."""
    return values.float().double()


def run(path, norm, imitation):
    torch.manual_seed(11)
    torch.set_default_dtype(torch.float64)
    actor = network(OBSERVATIONS, ACTIONS, False, [nn.Tanh()])
    actor_target = network(OBSERVATIONS, ACTIONS, False, [nn.Tanh()])
    critics = [network(OBSERVATIONS + ACTIONS, 1, norm, []) for _ in range(2)]
    targets = [network(OBSERVATIONS + ACTIONS, 1, norm, []) for _ in range(2)]
    with torch.no_grad():
        for net in [actor, actor_target, *critics, *targets]:
            for p in net.parameters():
                p.copy_(single(p + 0.1 * torch.randn_like(p)))  # LayerNorm's too
    s, s2 = (single(2 * torch.randn(BATCH, OBSERVATIONS) + 1) for _ in range(2))
    a = single(2 * torch.rand(BATCH, ACTIONS) - 1)
    r, noise = single(torch.randn(BATCH, 1)), single(2 * torch.randn(BATCH, ACTIONS))
    w = single(0.2 + 0.8 * torch.rand(BATCH, 1))
    continues = single((torch.rand(BATCH, 1) > 0.3).double())
    demonstration = single((torch.rand(BATCH, 1) > 0.5).double())
    mean, inverse = single(torch.randn(1, OBSERVATIONS)), single(0.3 + torch.rand(1, OBSERVATIONS))
    lines = {"observation": s, "next": s2, "action": a, "reward": r, "noise": noise, "weight": w}
    lines |= {"continues": continues, "demonstration": demonstration, "mean": mean, "inverseDeviation": inverse}
    value = lambda p: p.data
    lines |= {"actor": flat([actor], value), "actorTarget": flat([actor_target], value)}
    lines |= {"critic": flat(critics, value), "criticTarget": flat(targets, value)}
    if norm:
        s, s2 = (((x - mean) * inverse).clamp(-10, 10) for x in (s, s2))
    actor_adam = torch.optim.Adam(actor.parameters(), RATE)
    critic_adam = torch.optim.Adam([p for c in critics for p in c.parameters()], RATE)

    for step in range(1, 5):
        with torch.no_grad():
            a2 = (actor_target(s2) + (noise * TARGET_NOISE).clamp(-NOISE_CLIP, NOISE_CLIP)).clamp(-1, 1)
            q2 = torch.min(*[t(torch.cat([s2, a2], 1)) for t in targets])
            y = r + continues * GAMMA * q2
        errors = [c(torch.cat([s, a], 1)) - y for c in critics]
        loss = sum((w * e**2).mean() for e in errors)
        critic_adam.zero_grad()
        loss.backward()
        if step == 1:
            lines |= {"criticLoss": loss, "error": (errors[0].abs() + errors[1].abs()) / 2}
            lines |= {"criticGradient": flat(critics, lambda p: p.grad)}
        critic_adam.step()
        if step % 2:
            continue
        policy = actor(s)
        q = critics[0](torch.cat([s, policy], 1))
        unit = q.abs().mean().detach() if imitation > 0 else 1
        loss = -q.mean() / unit + imitation * (demonstration * (policy - a) ** 2).mean()
        actor_adam.zero_grad()
        loss.backward()
        if step == 2:
            lines |= {"actorLoss": loss, "actorGradient": flat([actor], lambda p: p.grad)}
        actor_adam.step()
        with torch.no_grad():
            for net, target in zip([actor, *critics], [actor_target, *targets]):
                for p, t in zip(net.parameters(), target.parameters()):
                    t.mul_(1 - TAU).add_(TAU * p)
    lines |= {"actorAfter": flat([actor], value), "actorTargetAfter": flat([actor_target], value)}
    lines |= {"criticAfter": flat(critics, value), "criticTargetAfter": flat(targets, value)}
    with open(path, "w", encoding="ascii", newline="\n") as out:
        for name, tensor in lines.items():
            out.write(",".join([name, *(f"{x:.9g}" for x in tensor.detach().reshape(-1).tolist())]) + "\n")


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    run(folder / "plain.csv", norm=False, imitation=0.4)
    run(folder / "normalized.csv", norm=True, imitation=0.0)
