"""Many learners of PendulumStudy at once on one GPU: to see which change to a learner is worth trying before it is run in Java.

    python3 learning-agent/src/test/reference/td3_pendulum_many.py FOLDER FIRST_SEED SEEDS     # PyTorch with CUDA

Appends lines "seed,steps,mean return" to FOLDER/many-VARIANT.csv, -VARIANT-target.csv and -VARIANT-slow.csv: every 1 000
steps the mean over the twenty starts of pendulum-starts.csv, without noise, with the actor itself, with the target's actor,
and with a slower mean of the actor (SLOW at each of its steps). td3_curves.py makes a table of them. The same algorithm and
settings as in Java, other random numbers: figures of both agree in the mean only. All learners are stacked, a learner is a
row of each tensor, and a move of all is one CUDA graph. 32 seeds of all variants took three minutes on a Hopper card of NVIDIA.
"""

import math
import sys
from pathlib import Path

import torch

MOVES, CHANCE, EVERY, EPISODE, BATCH = 20_000, 1_000, 1_000, 200, 256
GAMMA, TAU, SLOW, NOISE = 0.99, 0.005, 0.002, 0.1
STARTS = Path(__file__).resolve().parents[1] / "resources/attune/learn/td3/pendulum-starts.csv"

# first and second hidden layer of the critics normalised, observations normalised, alpha, first rate, last rate
VARIANTS = {
    "plain": (0, 0, 0, 0, 1e-3, 1e-3),
    "observations": (0, 0, 1, 0, 1e-3, 1e-3),
    "layernorm": (1, 1, 1, 0.6, 3e-4, 3e-4),
    "falling": (1, 1, 1, 0.6, 1e-3, 1e-4),
    "standard": (0, 0, 1, 0.6, 1e-3, 1e-3),
    "one-layer": (0, 1, 1, 0.6, 3e-4, 3e-4),
}


class Learners:
    def __init__(self, variants, seeds):
        rows = [VARIANTS[variant] for variant in variants for _ in range(seeds)]
        self.n = n = len(rows)
        columns = torch.tensor(rows, device="cuda").T
        self.norm1, self.norm2, self.norm_s = (column.view(n, 1, 1) > 0 for column in columns[:3])
        self.alpha = columns[3].double().view(n, 1)
        self.first_rate, self.last_rate = columns[4].view(n, 1, 1), columns[5].view(n, 1, 1)
        self.actor = self.network(n, 3, 1)
        critics = [self.network(n, 4, 1) for _ in range(2)]
        self.critic = [torch.stack(pair, 1).flatten(0, 1) for pair in zip(*critics)]  # [2 n, ...]: both of a learner neighbours
        for width, at in ((256, 2), (128, 6)):
            self.critic[at:at] = [torch.ones(2 * n, 1, width, device="cuda"), torch.zeros(2 * n, 1, width, device="cuda")]
        self.actor_target, self.slow = [p.clone() for p in self.actor], [p.clone() for p in self.actor]
        self.critic_target = [p.clone() for p in self.critic]
        self.moments = {id(net): [(torch.zeros_like(p), torch.zeros_like(p)) for p in net] for net in (self.actor, self.critic)}
        self.steps = {id(net): torch.zeros((), device="cuda") for net in (self.actor, self.critic)}
        self.memory = torch.zeros(n, MOVES, 8, device="cuda")  # s, a, r, s2
        self.priority = torch.zeros(n, MOVES, dtype=torch.float64, device="cuda")
        self.largest = torch.ones(n, 1, dtype=torch.float64, device="cuda")
        self.move = torch.zeros((), dtype=torch.long, device="cuda")
        self.batches = torch.zeros((), device="cuda")
        self.state = torch.zeros(n, 2, device="cuda")
        self.seen = torch.zeros((), dtype=torch.float64, device="cuda")
        self.mean = torch.zeros(n, 3, dtype=torch.float64, device="cuda")
        self.squares = torch.zeros(n, 3, dtype=torch.float64, device="cuda")
        self.row = torch.arange(n, device="cuda").view(n, 1)

    @staticmethod
    def network(n, inputs, outputs):
        parts = []
        for fan, width in ((inputs, 256), (256, 128), (128, outputs)):
            limit = 1 / math.sqrt(fan)
            parts += [torch.empty(n, size, width, device="cuda").uniform_(-limit, limit) for size in (fan, 1)]
        return parts

    def normalized(self, s):
        """[n, batch, 3]"""
        variance = self.squares / self.seen.clamp(min=1)
        off = (s - self.mean.float().unsqueeze(1)) / torch.where(variance < 1e-8, 1, variance).sqrt().float().unsqueeze(1)
        return torch.where(self.norm_s, off.clamp(-10, 10), s)

    @staticmethod
    def act(s, p):
        h = torch.baddbmm(p[1], s, p[0]).relu()
        h = torch.baddbmm(p[3], h, p[2]).relu()
        return torch.baddbmm(p[5], h, p[4]).tanh()

    @staticmethod
    def hidden(x, w, b, gain, shift, normalize):
        x = torch.baddbmm(b, x, w)
        off = x - x.mean(-1, keepdim=True)
        normed = off * (off.square().mean(-1, keepdim=True) + 1e-5).rsqrt() * gain + shift
        return torch.where(normalize, normed, x).relu()

    def rate(self, s, a, p, critics):
        """[critics n, batch, 1]"""
        x = torch.cat((s, a), -1).repeat_interleave(critics, 0)
        x = self.hidden(x, *p[0:4], self.norm1.repeat_interleave(critics, 0))
        x = self.hidden(x, *p[4:8], self.norm2.repeat_interleave(critics, 0))
        return torch.baddbmm(p[9], x, p[8])

    @torch.no_grad()
    def adam(self, net, gradients):
        step = self.steps[id(net)].add_(1)
        done = (self.move / MOVES).clamp(max=1)
        rate = self.first_rate + (self.last_rate - self.first_rate) * done
        second = (1 - 0.999**step).sqrt()
        rate = rate * second / (1 - 0.9**step)
        for p, g, (m, v) in zip(net, gradients, self.moments[id(net)]):
            m.mul_(0.9).add_(g, alpha=0.1)
            v.mul_(0.999).addcmul_(g, g, value=0.001)
            p.sub_(rate.repeat_interleave(p.shape[0] // self.n, 0) * m / (v.sqrt() + 1e-8 * second))

    @torch.no_grad()
    def sample(self):
        share = self.priority.cumsum(1)
        total = share[:, -1:]
        points = (torch.arange(BATCH, device="cuda") + torch.rand(self.n, BATCH, dtype=torch.float64, device="cuda")) / BATCH
        slots = torch.searchsorted(share, points * total, right=True)
        slots = torch.minimum(slots, self.move)
        beta = 0.4 + 0.6 * (self.batches / MOVES).clamp(max=1)
        weight = ((self.move + 1) * self.priority.gather(1, slots) / total) ** -beta
        self.batches.add_(1)
        return self.memory[self.row, slots], slots, (weight / weight.max(1, keepdim=True).values).float().unsqueeze(2)

    def train_critic(self):
        batch, slots, weight = self.sample()
        s, a, r, s2 = batch[:, :, :3], batch[:, :, 3:4], batch[:, :, 4:5], batch[:, :, 5:]
        with torch.no_grad():
            s, s2 = self.normalized(s), self.normalized(s2)
            smoothing = (torch.randn_like(a) * 0.2).clamp(-0.5, 0.5)
            a2 = (self.act(s2, self.actor_target) + smoothing).clamp(-1, 1)
            q2 = self.rate(s2, a2, self.critic_target, 2).view(self.n, 2, BATCH, 1).amin(1)
            y = r + GAMMA * q2
        for p in self.critic:
            p.requires_grad_(True)
        td = self.rate(s, a, self.critic, 2).view(self.n, 2, BATCH, 1) - y.unsqueeze(1)
        loss = (weight * td.square().sum(1)).mean(1).sum()
        gradients = torch.autograd.grad(loss, self.critic, allow_unused=True)
        for p in self.critic:
            p.requires_grad_(False)
        self.adam(self.critic, [torch.zeros_like(p) if g is None else g for p, g in zip(self.critic, gradients)])
        with torch.no_grad():
            priority = (td.detach().abs().mean(1).squeeze(2).double() + 1e-3) ** self.alpha
            torch.maximum(self.largest, priority.amax(1, keepdim=True), out=self.largest)
            self.priority.scatter_(1, slots, priority)
        return s

    def train_actor(self, s):
        for p in self.actor:
            p.requires_grad_(True)
        first = [p.view(self.n, 2, *p.shape[1:])[:, 0].contiguous() for p in self.critic]
        loss = -self.rate(s, self.act(s, self.actor), first, 1).mean(1).sum()
        gradients = torch.autograd.grad(loss, self.actor)
        for p in self.actor:
            p.requires_grad_(False)
        self.adam(self.actor, gradients)
        with torch.no_grad():
            torch._foreach_lerp_(self.actor_target, self.actor, TAU)
            torch._foreach_lerp_(self.critic_target, self.critic, TAU)
            torch._foreach_lerp_(self.slow, self.actor, SLOW)

    @staticmethod
    def observed(state):
        return torch.stack((state[..., 0].cos(), state[..., 0].sin(), state[..., 1]), -1)

    @staticmethod
    def swing(state, action):
        """Reward and next state of Pendulum-v1."""
        angle, speed = state[..., 0], state[..., 1]
        torque = (2 * action).clamp(-2, 2)
        off = torch.remainder(angle + math.pi, 2 * math.pi) - math.pi
        cost = off.square() + 0.1 * speed.square() + 0.001 * torque.square()
        faster = (speed + (15 * angle.sin() + 3 * torque) * 0.05).clamp(-8, 8)
        return -cost, torch.stack((angle + faster * 0.05, faster), -1)

    @torch.no_grad()
    def observe(self, s):
        self.seen.add_(1)
        off = s.double() - self.mean
        self.mean.add_(off / self.seen)
        self.squares.add_(off * (s.double() - self.mean))

    @torch.no_grad()
    def begin(self):
        self.state.uniform_(-1, 1)
        self.state[:, 0] *= math.pi
        self.observe(self.observed(self.state))

    @torch.no_grad()
    def play(self, by_chance):
        s = self.observed(self.state)
        if by_chance:
            a = torch.empty(self.n, 1, device="cuda").uniform_(-1, 1)
        else:
            a = self.act(self.normalized(s.unsqueeze(1)), self.actor).squeeze(1)
            a = (a + NOISE * torch.randn_like(a)).clamp(-1, 1)
        r, after = self.swing(self.state, a.squeeze(1))
        self.state.copy_(after)
        s2 = self.observed(after)
        self.observe(s2)
        self.memory.index_copy_(1, self.move.view(1), torch.cat((s, a, r.unsqueeze(1), s2), 1).unsqueeze(1))
        self.priority.index_copy_(1, self.move.view(1), self.largest)

    def one(self, by_chance, with_actor):
        self.play(by_chance)
        if not by_chance:
            s = self.train_critic()
            if with_actor:
                self.train_actor(s)
        self.move.add_(1)

    @torch.no_grad()
    def mean_returns(self, actor, starts):
        state = starts.expand(self.n, *starts.shape)
        total = torch.zeros(state.shape[:2], device="cuda")
        for _ in range(EPISODE):
            a = self.act(self.normalized(self.observed(state)), actor).squeeze(2)
            reward, state = self.swing(state, a)
            total += reward
        return total.mean(1).tolist()


def graphed(work):
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        work()
    return graph


def main(folder, first, seeds, moves=MOVES):
    torch.manual_seed(first)
    learners = Learners(VARIANTS, seeds)
    lines = STARTS.read_text(encoding="ascii").split()[1:]
    starts = torch.tensor([[float(number) for number in line.split(",")] for line in lines], device="cuda")
    graphs = []
    for move in range(moves):
        if move % EPISODE == 0:
            learners.begin()
        if move < CHANCE + 4:  # the first of each kind as they are: what they take once is taken outside of the graphs
            learners.one(move < CHANCE, move % 2 == 1)
        else:
            if not graphs:
                graphs = [graphed(lambda odd=odd: learners.one(False, odd)) for odd in (False, True)]
            graphs[move % 2].replay()
        if (move + 1) % EVERY == 0:
            for suffix, actor in (("", learners.actor), ("-target", learners.actor_target), ("-slow", learners.slow)):
                returns = learners.mean_returns(actor, starts)
                for i, variant in enumerate(VARIANTS):
                    with open(Path(folder) / f"many-{variant}{suffix}.csv", "a", encoding="ascii", newline="\n") as out:
                        for seed in range(seeds):
                            out.write(f"{first + seed},{move + 1},{returns[i * seeds + seed]:.3f}\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), *map(int, sys.argv[4:]))
