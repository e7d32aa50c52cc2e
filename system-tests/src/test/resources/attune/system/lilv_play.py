"""A host as Ardour and Carla are one, on liblilv: applies an LV2 preset and renders a file through the plugin.

usage: lilv_play.py PLUGIN_URI PRESET_URI IN.raw OUT.raw      (48 kHz, stereo, 32-bit floats)
       lilv_play.py PLUGIN_URI                                (prints uri and label of each preset)
"""

import array
import ctypes
import sys

RATE_HZ = 48_000.0
CHANNELS = 2
BLOCK_FRAMES = 1000
FREEWHEEL = b"freewheel"
FLOAT_URI = b"http://lv2plug.in/ns/ext/atom#Float"

lilv = ctypes.CDLL("liblilv-0.so.0")
MAP = ctypes.CFUNCTYPE(ctypes.c_uint32, ctypes.c_void_p, ctypes.c_char_p)
UNMAP = ctypes.CFUNCTYPE(ctypes.c_char_p, ctypes.c_void_p, ctypes.c_uint32)
SET_VALUE = ctypes.CFUNCTYPE(
    None, ctypes.c_char_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_uint32, ctypes.c_uint32
)


class Feature(ctypes.Structure):
    _fields_ = [("uri", ctypes.c_char_p), ("data", ctypes.c_void_p)]


class UridMap(ctypes.Structure):
    _fields_ = [("handle", ctypes.c_void_p), ("map", MAP)]


class Descriptor(ctypes.Structure):
    _fields_ = [
        ("uri", ctypes.c_char_p),
        ("instantiate", ctypes.c_void_p),
        ("connect_port", ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_uint32, ctypes.c_void_p)),
        ("activate", ctypes.CFUNCTYPE(None, ctypes.c_void_p)),
        ("run", ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_uint32)),
        ("deactivate", ctypes.CFUNCTYPE(None, ctypes.c_void_p)),
    ]


class Instance(ctypes.Structure):
    _fields_ = [("descriptor", ctypes.POINTER(Descriptor)), ("handle", ctypes.c_void_p)]


def function(name, result, *arguments):
    found = getattr(lilv, name)
    found.restype, found.argtypes = result, arguments
    return found


pointer, text, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_uint32
world_new = function("lilv_world_new", pointer)
load_all = function("lilv_world_load_all", None, pointer)
load_resource = function("lilv_world_load_resource", ctypes.c_int, pointer, pointer)
get_all = function("lilv_world_get_all_plugins", pointer, pointer)
new_uri = function("lilv_new_uri", pointer, pointer, text)
by_uri = function("lilv_plugins_get_by_uri", pointer, pointer, pointer)
related = function("lilv_plugin_get_related", pointer, pointer, pointer)
nodes_begin = function("lilv_nodes_begin", pointer, pointer)
nodes_next = function("lilv_nodes_next", pointer, pointer, pointer)
nodes_end = function("lilv_nodes_is_end", ctypes.c_bool, pointer, pointer)
nodes_get = function("lilv_nodes_get", pointer, pointer, pointer)
as_uri = function("lilv_node_as_uri", text, pointer)
world_get = function("lilv_world_get", pointer, pointer, pointer, pointer, pointer)
as_string = function("lilv_node_as_string", text, pointer)
port_count = function("lilv_plugin_get_num_ports", number, pointer)
port_by_index = function("lilv_plugin_get_port_by_index", pointer, pointer, number)
port_symbol = function("lilv_port_get_symbol", pointer, pointer, pointer)
port_ranges = function(
    "lilv_plugin_get_port_ranges_float", None, pointer, ctypes.POINTER(ctypes.c_float),
    ctypes.POINTER(ctypes.c_float), ctypes.POINTER(ctypes.c_float),
)
instantiate = function(
    "lilv_plugin_instantiate", ctypes.POINTER(Instance), pointer, ctypes.c_double,
    ctypes.POINTER(ctypes.POINTER(Feature)),
)
instance_free = function("lilv_instance_free", None, ctypes.POINTER(Instance))
state_from_world = function("lilv_state_new_from_world", pointer, pointer, ctypes.POINTER(UridMap), pointer)
state_restore = function(
    "lilv_state_restore", None, pointer, ctypes.POINTER(Instance), SET_VALUE, pointer, number,
    ctypes.POINTER(ctypes.POINTER(Feature)),
)

uris = []


@MAP
def map_uri(_handle, uri):
    if uri not in uris:
        uris.append(uri)
    return uris.index(uri) + 1


def presets(world, plugin):
    label = new_uri(world, b"http://www.w3.org/2000/01/rdf-schema#label")
    nodes = related(plugin, new_uri(world, b"http://lv2plug.in/ns/ext/presets#Preset"))
    at = nodes_begin(nodes)
    while not nodes_end(nodes, at):
        node = nodes_get(nodes, at)
        yield as_uri(node).decode(), as_string(world_get(world, node, label, None)).decode()
        at = nodes_next(nodes, at)


def restore(world, plugin, instance, preset_uri, urid_map, features, controls):
    preset = new_uri(world, preset_uri)
    load_resource(world, preset)
    state = state_from_world(world, ctypes.byref(urid_map), preset)
    if not state:
        sys.exit("lilv finds no preset " + preset_uri.decode())

    @SET_VALUE
    def set_value(symbol, _data, value, _size, kind):
        if kind != map_uri(None, FLOAT_URI):
            sys.exit("a port's value is no float")
        controls[symbol].value = ctypes.cast(value, ctypes.POINTER(ctypes.c_float))[0]

    state_restore(state, instance, set_value, None, 0, features)


def play(world, plugin, preset_uri, samples):
    urid_map = UridMap(None, map_uri)
    feature = Feature(b"http://lv2plug.in/ns/ext/urid#map", ctypes.addressof(urid_map))
    features = (ctypes.POINTER(Feature) * 2)(ctypes.pointer(feature), None)
    instance = instantiate(plugin, RATE_HZ, features)
    descriptor, handle = instance.contents.descriptor.contents, instance.contents.handle
    count = port_count(plugin)
    defaults = (ctypes.c_float * count)()
    port_ranges(plugin, None, None, defaults)
    symbols = [as_string(port_symbol(plugin, port_by_index(plugin, i))) for i in range(count)]
    controls = {symbols[i]: ctypes.c_float(defaults[i]) for i in range(2 * CHANNELS, count)}
    for i in range(2 * CHANNELS, count):
        descriptor.connect_port(handle, i, ctypes.byref(controls[symbols[i]]))
    controls[FREEWHEEL].value = 1.0
    restore(world, plugin, instance, preset_uri, urid_map, features, controls)
    planes = [(ctypes.c_float * BLOCK_FRAMES)() for _ in range(2 * CHANNELS)]
    for i, plane in enumerate(planes):
        descriptor.connect_port(handle, i, plane)
    descriptor.activate(handle)
    out = array.array("f", bytes(samples.itemsize * len(samples)))
    for start in range(0, len(samples), BLOCK_FRAMES * CHANNELS):
        block = samples[start : start + BLOCK_FRAMES * CHANNELS]
        frames = len(block) // CHANNELS
        for channel in range(CHANNELS):
            planes[channel][:frames] = block[channel::CHANNELS]
        descriptor.run(handle, frames)
        for channel in range(CHANNELS):
            out[start + channel : start + len(block) : CHANNELS] = array.array(
                "f", planes[CHANNELS + channel][:frames]
            )
    descriptor.deactivate(handle)
    instance_free(instance)
    return out


def main():
    world = world_new()
    load_all(world)
    plugin = by_uri(get_all(world), new_uri(world, sys.argv[1].encode()))
    if not plugin:
        sys.exit("lilv finds no plugin " + sys.argv[1])
    if len(sys.argv) == 2:
        for uri, label in presets(world, plugin):
            print(uri, label)
        return
    samples = array.array("f")
    with open(sys.argv[3], "rb") as file:
        samples.frombytes(file.read())
    with open(sys.argv[4], "wb") as file:
        play(world, plugin, sys.argv[2].encode(), samples).tofile(file)


main()
