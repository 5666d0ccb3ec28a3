// One perceptron draws one line; three of them, two feeding a third, draw a region that one cannot: exclusive or.
//
//   dotnet run -c Release --project examples/Perceptrons
using System.Numerics.Tensors;
using OnnxTrain;

var corners = Tensor.Create([0f, 0, 0, 1, 1, 0, 1, 1], [4, 2]);
float[] or = [0, 1, 1, 1], nand = [1, 1, 1, 0], and = [0, 0, 0, 1], xor = [0, 1, 1, 0];

// The perceptron rule w ← w + η (t − y) x, until an epoch passes without a mistake.
foreach (var (name, targets) in new[] { ("and", and), ("or", or), ("nand", nand), ("xor", xor) })
{
    var perceptron = new Perceptron(2, PerceptronCoding.Binary);
    _ = new Model(perceptron, Value.Input("x", ElementType.Float32, ["batch", 2]));
    var mistakes = perceptron.Fit(corners, Tensor.Create(targets), rate: 1, epochs: 100);
    var (w, b) = (perceptron.Weight.ToTensor<float>(), perceptron.Bias.ToTensor<float>());
    Console.WriteLine(mistakes[^1] == 0
        ? $"{name,-4} learned in {mistakes.Count} epochs: 1 where {w[0, 0]:0} x1 + {w[0, 1]:0} x2 + {b[0]:0} >= 0"
        : $"{name,-4} not learned in {mistakes.Count} epochs: no line parts it");
}

// h_A = or, h_B = nand, h_C = h_A and h_B.
var network = new ThreePerceptrons();
var model = new Model(network, Value.Input("x", ElementType.Float32, ["batch", 2]));
network.A.Fit(corners, Tensor.Create(or));
network.B.Fit(corners, Tensor.Create(nand));
network.C.Fit(corners, Tensor.Create(and));

Console.WriteLine("\nThe plane as three perceptrons see it (# is 1), x1 to the right and x2 upward, both from -1 to 2:");
using var f = new Function(model.Inputs, [model.Output]);
for (var row = 12; row >= 0; row--)
{
    var points = Enumerable.Range(0, 37).SelectMany(i => (float[])[-1 + (i / 12f), -1 + (row / 4f)]).ToArray();
    Console.WriteLine($"  {string.Concat(f.Run(Tensor.Create(points, [37, 2]))[0].ToArray().Select(y => y == 1 ? '#' : '.'))}");
}

model.ExportOnnx("xor.onnx");
Console.WriteLine(OnnxVerifier.Verify(model, "xor.onnx", new Dataset(corners, Tensor.Create(xor, [4, 1]))));

internal sealed class ThreePerceptrons : Module
{
    public Perceptron A { get; } = new(2, PerceptronCoding.Binary);

    public Perceptron B { get; } = new(2, PerceptronCoding.Binary);

    public Perceptron C { get; } = new(2, PerceptronCoding.Binary);

    public override Value Forward(Value x) => Value.Concat(1, x.Apply(A), x.Apply(B)).Apply(C);
}
