//! The arithmetic: word and shape side by side, three convolutions over three words each, and a score for each tag.
//!
//! Shapes: words x 330 -> 256 -> 128 -> 64 -> 8.

use super::{
    WeightsError,
    archive::Archive,
    crf::{self, TAGS, Tag},
    vectors::{self, Vectors},
};

const SHAPE: usize = 30;
const SHAPES: usize = 66;
const INPUT: usize = vectors::WIDTH + SHAPE;
/// Words that one step of a convolution sees.
const KERNEL: usize = 3;

/// The network's weights.
#[derive(Debug)]
pub struct Network {
    /// Shapes x 30.
    shapes: Vec<f32>,
    layers: Vec<Layer>,
    /// 64 x tags.
    proj: Vec<f32>,
    proj_bias: Vec<f32>,
    /// Tags x tags.
    steps: Vec<f32>,
}

/// A convolution, what is below 0 cut off, and the scaling behind it.
#[derive(Debug)]
struct Layer {
    input: usize,
    output: usize,
    /// In blocks of [`LANES`] outputs: for each, kernel x input x lanes.
    weights: Vec<f32>,
    bias: Vec<f32>,
    scale: Vec<f32>,
    shift: Vec<f32>,
}

/// Outputs that are summed side by side.
const LANES: usize = 8;
/// Words that are summed side by side.
const WORDS: usize = 4;

impl Network {
    /// From slovnet's archive: `arrays/N.bin` in the order of its `model.json`.
    pub fn load(archive: &Archive<'_>) -> Result<Self, WeightsError> {
        let array = |i: usize, count: usize| archive.floats(&format!("arrays/{i}.bin"), count);
        let mut layers = Vec::new();
        for (first, input, output) in [(1, INPUT, 256), (7, 256, 128), (13, 128, 64)] {
            layers.push(Layer::load(&array, first, input, output)?);
        }
        Ok(Self {
            shapes: array(0, SHAPES * SHAPE)?,
            layers,
            proj: array(19, 64 * TAGS)?,
            proj_bias: array(20, TAGS)?,
            steps: array(21, TAGS * TAGS)?,
        })
    }

    /// [`TAGS`] scores for each word of a line.
    pub fn scores(&self, vectors: &Vectors, words: &[(u32, u8)]) -> Vec<f32> {
        let mut x = padded(words.len(), INPUT);
        for ((id, shape), row) in words.iter().zip(x[INPUT..].chunks_exact_mut(INPUT)) {
            let (word, shape_part) = row.split_at_mut(vectors::WIDTH);
            vectors.write(*id, word);
            let from = usize::from(*shape) * SHAPE;
            if let Some(weights) = self.shapes.get(from..from + SHAPE) {
                shape_part.copy_from_slice(weights);
            }
        }
        for layer in &self.layers {
            x = layer.apply(&x, words.len());
        }
        let width = x.len() / (words.len() + 2 * WORDS);
        x[width..]
            .chunks_exact(width)
            .take(words.len())
            .flat_map(|row| {
                let mut out = self.proj_bias.clone();
                for (value, weights) in row.iter().zip(self.proj.chunks_exact(TAGS)) {
                    for (o, w) in out.iter_mut().zip(weights) {
                        *o += value * w;
                    }
                }
                out
            })
            .collect()
    }

    /// The best row of tags.
    pub fn decode(&self, scores: &[f32]) -> Vec<Tag> {
        crf::decode(scores, &self.steps)
    }
}

/// Rows of zeros: one before the words, and behind them enough for the last block of words.
fn padded(words: usize, width: usize) -> Vec<f32> {
    vec![0.0; (words + 2 * WORDS) * width]
}

impl Layer {
    fn load(
        array: &dyn Fn(usize, usize) -> Result<Vec<f32>, WeightsError>,
        first: usize,
        input: usize,
        output: usize,
    ) -> Result<Self, WeightsError> {
        // Published as output x input x kernel.
        let given = array(first, output * input * KERNEL)?;
        let mut weights = Vec::with_capacity(given.len());
        for block in 0..output / LANES {
            for k in 0..KERNEL {
                for i in 0..input {
                    for lane in 0..LANES {
                        weights.push(given[((block * LANES + lane) * input + i) * KERNEL + k]);
                    }
                }
            }
        }
        let bias = array(first + 1, output)?;
        let (weight, beta, mean, deviation) = (
            array(first + 2, output)?,
            array(first + 3, output)?,
            array(first + 4, output)?,
            array(first + 5, output)?,
        );
        // (x - mean) / deviation * weight + beta, as one factor and one summand.
        let scale: Vec<f32> = weight.iter().zip(&deviation).map(|(w, d)| w / d).collect();
        let shift = beta
            .iter()
            .zip(&mean)
            .zip(&scale)
            .map(|((b, m), s)| b - m * s)
            .collect();
        Ok(Self {
            input,
            output,
            weights,
            bias,
            scale,
            shift,
        })
    }

    /// `x` holds a row of zeros before the words and more behind; so does what is returned.
    fn apply(&self, x: &[f32], words: usize) -> Vec<f32> {
        let mut out = padded(words, self.output);
        let seen = KERNEL * self.input;
        for (block, weights) in self.weights.chunks_exact(seen * LANES).enumerate() {
            let lanes = block * LANES..(block + 1) * LANES;
            for first in (0..words).step_by(WORDS) {
                // The three rows around a word lie side by side.
                let row = |w: usize| {
                    let from = (first + w) * self.input;
                    &x[from..from + seen]
                };
                let sums = block_sums(weights, [row(0), row(1), row(2), row(3)]);
                for (w, sum) in sums.iter().enumerate().take(words - first) {
                    let from = (first + w + 1) * self.output;
                    let to = &mut out[from..from + self.output];
                    let (to, bias) = (&mut to[lanes.clone()], &self.bias[lanes.clone()]);
                    let (scale, shift) = (&self.scale[lanes.clone()], &self.shift[lanes.clone()]);
                    for lane in 0..LANES {
                        let value = (sum[lane] + bias[lane]).max(0.0);
                        to[lane] = value * scale[lane] + shift[lane];
                    }
                }
            }
        }
        out
    }
}

/// Sums for four words and eight outputs at once: each weight is read once for four words.
#[inline]
fn block_sums(weights: &[f32], rows: [&[f32]; WORDS]) -> [[f32; LANES]; WORDS] {
    let mut sums = [[0.0; LANES]; WORDS];
    let inputs = rows[0].iter().zip(rows[1]).zip(rows[2]).zip(rows[3]);
    for (w, (((a, b), c), d)) in weights.chunks_exact(LANES).zip(inputs) {
        for lane in 0..LANES {
            sums[0][lane] += w[lane] * a;
            sums[1][lane] += w[lane] * b;
            sums[2][lane] += w[lane] * c;
            sums[3][lane] += w[lane] * d;
        }
    }
    sums
}
