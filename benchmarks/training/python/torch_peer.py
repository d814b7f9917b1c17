"""One fresh process of PyTorch: arguments TASK (JSON) and `default` or `tuned`; prints an outcome as JSON."""
import json
import sys
import time

task = json.loads(sys.argv[1])
tuned = sys.argv[2] == "tuned"

import numpy as np  # noqa: E402, F401  (what is measured from its import on is PyTorch)

from clips import BATCH, BLOCKS, CLASSES, DATA_BATCHES, clips, repeated, report  # noqa: E402

began = time.perf_counter()
import torch  # noqa: E402
from torch import nn  # noqa: E402
from torch.nn import functional as F  # noqa: E402

torch.set_num_threads(task["threads"])


class Cnn4(nn.Module):
    def __init__(self):
        super().__init__()
        widths = (1, 32, 64, 64, 64)
        self.convolutions = nn.ModuleList(nn.Conv2d(a, b, 3, padding=1) for a, b in zip(widths, widths[1:]))
        self.hidden = nn.Linear(14 * 64, 64)
        self.logits = nn.Linear(64, CLASSES["cnn4"])

    def forward(self, x):
        for convolution in self.convolutions:
            x = F.max_pool2d(F.relu(convolution(x)), 2)
        return self.logits(F.relu(self.hidden(x.flatten(1))))


class CnnLstm(nn.Module):
    def __init__(self, blocks):
        super().__init__()
        widths = (1, 256, 256, 128, 64, 32)[: blocks + 1]
        self.convolutions = nn.ModuleList(nn.Conv1d(a, b, 5, padding=2) for a, b in zip(widths, widths[1:]))
        self.lstm = nn.LSTM(widths[-1], 128, num_layers=2, batch_first=True)
        self.hidden = nn.Linear(128, 32)
        self.logits = nn.Linear(32, 7)

    def forward(self, x):
        for i, convolution in enumerate(self.convolutions):
            x = F.relu(convolution(x))
            padding = (-(-x.shape[2] // 2) - 1) * 2 + 5 - x.shape[2]
            # Padding `same` as Keras has it; after a ReLU zeros are as good as -infinity.
            x = F.max_pool1d(F.pad(x, (padding // 2, padding - padding // 2)), 5, 2)
            if i == 2:
                x = F.dropout(x, 0.2, self.training)
        x, _ = self.lstm(x.transpose(1, 2))
        return self.logits(F.dropout(F.relu(self.hidden(x[:, -1])), 0.2, self.training))


def network(name):
    model = Cnn4() if name == "cnn4" else CnnLstm(BLOCKS[name])
    return model.to(memory_format=torch.channels_last) if tuned and name == "cnn4" else model


def inputs(name, x):
    """Channels first, as PyTorch has them."""
    tensor = torch.from_numpy(x)
    if name != "cnn4":
        return tensor.transpose(1, 2).contiguous()
    tensor = tensor.permute(0, 3, 1, 2)
    return tensor.contiguous(memory_format=torch.channels_last if tuned else torch.contiguous_format)


def train(name, warmup, steps):
    batches = min(DATA_BATCHES, warmup + steps)
    x, y = clips(name, BATCH * batches)
    x, y = inputs(name, x), torch.from_numpy(y)
    model = network(name)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, eps=1e-7)

    def step(i):
        rows = slice(i % batches * BATCH, (i % batches + 1) * BATCH)
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x[rows]), y[rows])
        loss.backward()
        optimizer.step()
        loss.item()

    return repeated(step, warmup, steps)


kind = task["task"]
if kind == "train":
    report(train(task["network"], task["warmup"], task["steps"]))
elif kind == "multiply":
    a = torch.sin(torch.arange(task["size"] ** 2, dtype=torch.float64)).float().reshape(task["size"], -1)
    report(repeated(lambda _: a @ a, 3, task["repeats"]))
elif kind == "infer":
    model = network("cnn4").eval()
    x, _ = clips("cnn4", 1)
    with torch.inference_mode():
        report(repeated(lambda _: torch.softmax(model(inputs("cnn4", x)), 1).numpy(), 20, task["repeats"]))
elif kind == "firstStep":
    train("cnn4", 0, 1)
    report([(time.perf_counter() - began) * 1000])
elif kind == "firstResult":
    (torch.ones(64, 64) @ torch.ones(64, 64)).numpy()
    report([(time.perf_counter() - began) * 1000])
else:
    raise ValueError(f"unknown task {kind}")
