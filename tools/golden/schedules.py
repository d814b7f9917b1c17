"""Learning rates of Keras' CosineDecay and PyTorch's OneCycleLR.

    python tools/golden/schedules.py     # writes packages/train/test/golden/schedules.json
"""
import json
import os
from pathlib import Path

# TensorFlow and PyTorch do not live in one process.
os.environ["KERAS_BACKEND"] = "torch"

import keras
import torch

from callbacks import update_manifest

FOLDER = Path(__file__).resolve().parents[2] / "packages/train/test/golden"

cosine = [
    {"initial_learning_rate": 0.01, "decay_steps": 20},
    {"initial_learning_rate": 0.01, "decay_steps": 20, "alpha": 0.1},
    {"initial_learning_rate": 0.0, "decay_steps": 15, "warmup_target": 0.02, "warmup_steps": 5},
    {"initial_learning_rate": 0.001, "decay_steps": 10, "alpha": 0.05, "warmup_target": 0.02, "warmup_steps": 8},
]
one_cycle = [
    {"max_lr": 0.01, "total_steps": 20},
    {"max_lr": 0.1, "total_steps": 33, "pct_start": 0.25, "div_factor": 10, "final_div_factor": 100},
    {"max_lr": 0.02, "total_steps": 12, "anneal_strategy": "linear"},
    {"max_lr": 0.02, "total_steps": 10, "pct_start": 0.05},
]


def cosine_rates(options):
    schedule = keras.optimizers.schedules.CosineDecay(**options)
    return [float(schedule(step)) for step in range(30)]


def one_cycle_rates(options):
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, cycle_momentum=False, **options)
    rates = []
    for step in range(options["total_steps"]):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        if step + 1 < options["total_steps"]:
            schedule.step()
    return rates


golden = {
    "cosineDecay": [{"options": o, "rates": cosine_rates(o)} for o in cosine],
    "oneCycle": [{"options": o, "rates": one_cycle_rates(o)} for o in one_cycle],
}
(FOLDER / "schedules.json").write_text(json.dumps(golden) + "\n")
versions = {"keras": keras.__version__, "torch": torch.__version__}
update_manifest(FOLDER, "schedules.json", "tools/golden/schedules.py", versions, None)
