"""A host on JUCE (pedalboard): renders a file through a VST3 plugin.

usage: pedalboard_play.py PLUGIN.vst3 IN.wav OUT.raw BLOCK_FRAMES [NAME=VALUE | preset=FILE | load=FILE | save=FILE | session=FILE | keep=FILE]...

Writes interleaved 32-bit floats. Parameters by their Python name, from 0 to 1, in the order of the arguments; `load` and `save` are states as JUCE keeps
them, `session` and `keep` the plugin's own bytes in them.
"""

import json
import re
import struct
import sys

import numpy
import pedalboard
from pedalboard.io import AudioFile


JUCE_MAGIC = 0x21324356
# Six bits each, the lowest first.
JUCE_DIGITS = ".ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+"


def wrapped(session):
    """A project file's text for these bytes of a plugin, as every JUCE host writes it."""
    bits = int.from_bytes(session, "little")
    digits = "".join(JUCE_DIGITS[bits >> at & 63] for at in range(0, 8 * len(session), 6))
    xml = f"<VST3PluginState><IComponent>{len(session)}.{digits}</IComponent></VST3PluginState>".encode()
    return struct.pack("<II", JUCE_MAGIC, len(xml)) + xml + b"\0"


def unwrapped(state):
    length, digits = re.search(rb"<IComponent>(\d+)\.([^<]*)<", state).groups()
    bits = sum(JUCE_DIGITS.index(chr(digit)) << 6 * at for at, digit in enumerate(digits))
    return bits.to_bytes(int(length), "little")


def apply(plugin, name, value):
    if name == "preset":
        plugin.load_preset(value)
    elif name == "load":
        with open(value, "rb") as file:
            plugin.raw_state = file.read()
    elif name == "save":
        with open(value, "wb") as file:
            file.write(plugin.raw_state)
    elif name == "session":
        with open(value, "rb") as file:
            plugin.raw_state = wrapped(file.read())
    elif name == "keep":
        with open(value, "wb") as file:
            file.write(unwrapped(plugin.raw_state))
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
