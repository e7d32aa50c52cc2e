"""A host on JUCE (pedalboard): renders a file through a VST3 plugin.

usage: pedalboard_play.py PLUGIN.vst3 IN.wav OUT.raw BLOCK_FRAMES [NAME=VALUE | preset=FILE | load=FILE | save=FILE]...

Writes interleaved 32-bit floats. Parameters by their Python name, from 0 to 1; `load` and `save` are states as the plugin gives them, in the order of the arguments.
"""

import json
import sys

import numpy
import pedalboard
from pedalboard.io import AudioFile


def apply(plugin, name, value):
    if name == "preset":
        plugin.load_preset(value)
    elif name == "load":
        with open(value, "rb") as file:
            plugin.raw_state = file.read()
    elif name == "save":
        with open(value, "wb") as file:
            file.write(plugin.raw_state)
    else:
        plugin.parameters[name].raw_value = float(value)


def main():
    plugin = pedalboard.load_plugin(sys.argv[1])
    with AudioFile(sys.argv[2]) as file:
        rate, audio = file.samplerate, file.read(file.frames)
    for argument in sys.argv[5:]:
        apply(plugin, *argument.split("=", 1))
    out = plugin.process(audio, rate, buffer_size=int(sys.argv[4]), reset=True)
    out.T.astype(numpy.float32).tofile(sys.argv[3])
    values = {name: str(getattr(plugin, name)) for name in plugin.parameters}
    print(json.dumps({"name": plugin.name, "frames": out.shape[1], "values": values}))


main()
