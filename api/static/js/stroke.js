// The line of an edge, drawn by the graphics card: its thickness, its pattern (whole, dashed, dotted, crossed, sparse), its
// arrow head, and its place beside other edges of the same two nodes. One rectangle per edge, cut out by the shader.

import { PATTERNS } from "./strokes.js";

const { UNSIGNED_BYTE, FLOAT, TRIANGLES } = WebGLRenderingContext;
const { EdgeProgram } = Sigma.rendering;
const { floatColor } = Sigma.utils;

const VERTEX = `
attribute vec2 a_start, a_end;
attribute float a_thickness, a_lane, a_pattern, a_arrow, a_startRadius, a_endRadius;
attribute vec4 a_color, a_id;
attribute vec2 a_corner;            // along: 0 at the start, 1 at the end; across: -1 or 1

uniform mat3 u_matrix;
uniform float u_sizeRatio, u_correctionRatio;

varying vec4 v_color;
varying float v_along, v_across, v_length, v_half, v_pattern, v_arrow;

void main() {
  float pixel = 2.0 * u_correctionRatio;        // one pixel of the screen in units of the graph
  vec2 step = a_end - a_start;
  float whole = length(step) / pixel;
  vec2 unit = whole > 0.0 ? step / length(step) : vec2(1.0, 0.0);
  vec2 normal = vec2(-unit.y, unit.x);
  float from = a_startRadius / u_sizeRatio + 2.0;
  float to = whole - a_endRadius / u_sizeRatio - 2.0;
  v_half = max(a_thickness / u_sizeRatio, 1.0) * 0.5;
  float reach = v_half * 2.5 + 5.0;             // room for arrow heads and crosses
  v_length = max(to - from, 0.0);
  v_along = a_corner.x * v_length;
  v_across = a_corner.y * reach;
  vec2 place = a_start + (unit * (from + v_along) + normal * (v_across + a_lane / u_sizeRatio)) * pixel;
  gl_Position = vec4((u_matrix * vec3(place, 1.0)).xy, 0.0, 1.0);
  v_pattern = a_pattern;
  v_arrow = a_arrow;
  #ifdef PICKING_MODE
  v_color = a_id;
  #else
  v_color = a_color;
  #endif
  v_color.a *= 255.0 / 254.0;
}`;

const FRAGMENT = `
precision highp float;
varying vec4 v_color;
varying float v_along, v_across, v_length, v_half, v_pattern, v_arrow;

float inside(float edge, float distance) { return 1.0 - smoothstep(edge - 0.5, edge + 0.5, distance); }

float line(float end) {
  float across = inside(v_half, abs(v_across)) * step(v_along, end);
  float unit = max(v_half * 2.0, 1.6);
  if (v_pattern < 0.5) return across;
  if (v_pattern < 1.5) return across * step(mod(v_along, 10.0 + unit), 6.0 + unit * 0.5);
  if (v_pattern < 2.5) {
    float period = unit * 2.4 + 1.0;
    vec2 dot = vec2(mod(v_along, period) - period * 0.5, v_across);
    return inside(max(v_half, 1.2), length(dot)) * step(v_along, end);
  }
  if (v_pattern > 3.5) return across * step(mod(v_along, 12.0 + unit), 3.0 + unit * 0.5);
  vec2 tick = vec2(mod(v_along, 22.0) - 11.0, v_across);   // a slanted stroke through the line
  float slant = inside(0.9, abs(tick.x + tick.y * 0.6)) * step(abs(tick.y), v_half + 4.0);
  return max(across, slant * step(v_along, end));
}

float head() {
  float size = v_half * 2.5 + 4.5;
  float left = v_length - v_along;
  if (v_arrow < 0.5 || left > size * 1.5) return 0.0;
  return inside(left / 1.5 * 0.75, abs(v_across));
}

void main() {
  #ifdef PICKING_MODE
  if (abs(v_across) > v_half + 3.0) discard;
  gl_FragColor = v_color;
  #else
  float end = v_arrow > 0.5 ? v_length - v_half * 2.0 - 3.0 : v_length;
  gl_FragColor = v_color * max(line(end), head());
  #endif
}`;

const floats = (...names) => names.map((name) => ({ name, size: 1, type: FLOAT }));

/** Draws edges with `pattern`, `lane` (pixels beside the middle) and `arrow` beside sigma's own attributes. */
export class Stroke extends EdgeProgram {
  getDefinition() {
    return {
      VERTICES: 6,
      VERTEX_SHADER_SOURCE: VERTEX,
      FRAGMENT_SHADER_SOURCE: FRAGMENT,
      METHOD: TRIANGLES,
      UNIFORMS: ["u_matrix", "u_sizeRatio", "u_correctionRatio"],
      ATTRIBUTES: [
        { name: "a_start", size: 2, type: FLOAT },
        { name: "a_end", size: 2, type: FLOAT },
        ...floats("a_thickness", "a_lane", "a_pattern", "a_arrow", "a_startRadius", "a_endRadius"),
        { name: "a_color", size: 4, type: UNSIGNED_BYTE, normalized: true },
        { name: "a_id", size: 4, type: UNSIGNED_BYTE, normalized: true },
      ],
      CONSTANT_ATTRIBUTES: [{ name: "a_corner", size: 2, type: FLOAT }],
      CONSTANT_DATA: [[0, -1], [0, 1], [1, -1], [1, -1], [0, 1], [1, 1]],
    };
  }

  processVisibleItem(edgeIndex, startIndex, source, target, edge) {
    this.array.set(
      [
        source.x, source.y, target.x, target.y,
        edge.size, edge.lane ?? 0, PATTERNS.indexOf(edge.pattern ?? "solid"), edge.arrow ? 1 : 0,
        source.size, target.size,
        floatColor(edge.color), edgeIndex,
      ],
      startIndex,
    );
  }

  setUniforms(params, { gl, uniformLocations }) {
    gl.uniformMatrix3fv(uniformLocations.u_matrix, false, params.matrix);
    gl.uniform1f(uniformLocations.u_sizeRatio, params.sizeRatio);
    gl.uniform1f(uniformLocations.u_correctionRatio, params.correctionRatio);
  }
}
