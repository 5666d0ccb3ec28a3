// Backpropagation by hand and by graph: the 2-2-2 network of many lectures, one step of gradient descent, every line printed.
//
//   dotnet run -c Release --project examples/WorkedExample
//
//   inputs i1 = 0.05, i2 = 0.10, targets 0.01 and 0.99, sigmoid units, E = Σ ½ (target − output)², rate 0.5.
//   The biases b1 = 0.35 and b2 = 0.60 stay as they are.
using System.Globalization;
using System.Numerics.Tensors;
using OnnxTrain;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
const double Rate = 0.5;

// The network as mathematics. Row 1 of W1 holds w1 and w2, which lead to h1; row 1 of W2 holds w5 and w6, which lead to o1.
var x = Value.Input("x", ElementType.Float64, [1, 2]);
var target = Value.Input("target", ElementType.Float64, [1, 2]);
var w1 = Value.Input("W1", ElementType.Float64, [2, 2]);
var w2 = Value.Input("W2", ElementType.Float64, [2, 2]);
var netH = x.Linear(w1) + 0.35;
var outH = netH.Sigmoid();
var netO = outH.Linear(w2) + 0.60;
var outO = netO.Sigmoid();
var errors = 0.5 * (target - outO) * (target - outO);
var error = errors.Sum();

// The gradients are graph too: by the outputs, by the sums before the sigmoid (the deltas), by the hidden outputs, by the weights.
var gradients = Gradients.Of(error, outO, netO, outH, netH, w2, w1);
using var network = new Function(
    [x, target, w1, w2],
    [netH, outH, netO, outO, errors, error, .. gradients, w2 - (Rate * gradients[4]), w1 - (Rate * gradients[5])]);

var weights1 = Matrix(0.15, 0.20, 0.25, 0.30);
var weights2 = Matrix(0.40, 0.45, 0.50, 0.55);
var v = Run();
var (h, o) = (v[1], v[3]);

Console.WriteLine($"""
    Forward
      net_h1 = w1 i1 + w2 i2 + b1               = {v[0][0]:0.000000000}
      out_h1 = 1 / (1 + e^-net_h1)              = {h[0]:0.000000000}
      out_h2                                    = {h[1]:0.000000000}
      net_o1 = w5 out_h1 + w6 out_h2 + b2       = {v[2][0]:0.000000000}
      out_o1                                    = {o[0]:0.000000000}
      out_o2                                    = {o[1]:0.000000000}
      E_o1 = ½ (0.01 − out_o1)²                 = {v[4][0]:0.000000000}
      E_o2 = ½ (0.99 − out_o2)²                 = {v[4][1]:0.000000000}
      E    = E_o1 + E_o2                        = {v[5][0]:0.000000000}

    Backward, output layer
      ∂E/∂out_o1 = out_o1 − 0.01                = {v[6][0]:0.000000000}
      ∂out_o1/∂net_o1 = out_o1 (1 − out_o1)     = {o[0] * (1 - o[0]):0.000000000}
      ∂net_o1/∂w5 = out_h1                      = {h[0]:0.000000000}
      δ_o1 = the first two multiplied           = {v[7][0]:0.000000000}   by hand {v[6][0] * o[0] * (1 - o[0]):0.000000000}
      ∂E/∂w5 = δ_o1 out_h1                      = {v[10][0]:0.000000000}   by hand {v[6][0] * o[0] * (1 - o[0]) * h[0]:0.000000000}
    """);
for (var i = 0; i < 4; i++)
    Console.WriteLine(
        $"      w{i + 5} ← {weights2[i / 2, i % 2]:0.00} − 0.5 · {v[10][i], 12:0.000000000}                 = {v[12][i]:0.000000000}");

Console.WriteLine($"""

    Backward, hidden layer: two paths lead from out_h1 to E, and they add
      ∂E/∂out_h1 = δ_o1 w5 + δ_o2 w7            = {v[8][0]:0.000000000}   by hand {(v[7][0] * 0.40) + (v[7][1] * 0.50):0.000000000}
      δ_h1 = ∂E/∂out_h1 · out_h1 (1 − out_h1)   = {v[9][0]:0.000000000}   by hand {v[8][0] * h[0] * (1 - h[0]):0.000000000}
      ∂E/∂w1 = δ_h1 i1                          = {v[11][0]:0.000000000}   by hand {v[9][0] * 0.05:0.000000000}
    """);
for (var i = 0; i < 4; i++)
    Console.WriteLine(
        $"      w{i + 1} ← {weights1[i / 2, i % 2]:0.00} − 0.5 · {v[11][i], 12:0.000000000}                 = {v[13][i]:0.000000000}");

Console.WriteLine("\nThe error falls");
for (var step = 1; step <= 10_000; step++)
{
    v = Run();
    (weights2, weights1) = (Matrix(v[12]), Matrix(v[13]));
    if (step is 1 or 10 or 100 or 1000 or 10_000)
    {
        v = Run();
        Console.WriteLine($"      after {step,6} steps: E = {v[5][0]:0.000000000}, outputs {v[3][0]:0.000000} and {v[3][1]:0.000000}");
    }
}

double[][] Run() =>
    [.. network.Run(Tensor.Create([0.05, 0.10], [1, 2]), Tensor.Create([0.01, 0.99], [1, 2]), weights1, weights2).Select(t => t.ToArray())];

static Tensor<double> Matrix(params double[] elements) => Tensor.Create(elements, [2, 2]);
