using System.Numerics.Tensors;

namespace OnnxTrain.Tests.Layers;

/// <summary>
/// Recurrent layers against libtorch 2.10 in float64: element i of parameter k, in the order of PyTorch, is 0.8 · sin(i / 2 + k), and
/// element i of x [2, 4, 2] is sin(0.9 i). The numbers are the outputs of the second row, the last states, and the gradient of Σ y² by x.
/// </summary>
public class RecurrentReferenceTests
{
    private const double Tolerance = 1e-9; // the numbers were written with nine digits

    [Fact]
    public void Two_layers_of_LSTM_in_both_directions_are_those_of_PyTorch()
    {
        var layer = new Lstm(2, 2, layers: 2, bidirectional: true);
        Compare(
            x =>
            {
                var (y, hidden, cell) = layer.Run(x);
                return [y, hidden, cell];
            },
            [
                0.006628773, 0.134138656, -0.201478743, -0.121869115, -0.029689147, 0.124040772, -0.154281957, -0.175588736, -0.054223545,
                0.117279944, -0.137388143, -0.180242416, -0.005480831, 0.151914432, -0.154780802, -0.108692102,
            ],
            [
                0.001150606, 0.005038554, 0.006011279, 0.01074809, 0.006947076, 0.000731618, 0.007404637, 0.002315455, 0.004413365,
                0.011221067, -0.000447833, -0.000362665, 0.012647893, 0.005503768, 0.004359586, 0.006044347,
            ],
            [
                -0.142656162, -0.1072969, -0.188140314, -0.335191723, 0.215445275, 0.139549734, 0.120791379, 0.067755418, -0.036919388,
                0.128226336, -0.005480831, 0.151914432, -0.196105387, -0.149695126, -0.201478743, -0.121869115,
            ],
            [
                -0.536218783, -0.379845613, -0.783138801, -0.718774506, 0.865760094, 0.846325864, 0.750953003, 0.820481761, -0.049354234,
                0.169708712, -0.007894821, 0.194199094, -1.14844119, -1.001411392, -1.166667826, -0.970528092,
            ]);
    }

    [Fact]
    public void A_GRU_in_both_directions_is_that_of_PyTorch()
    {
        var layer = new Gru(2, 2, bidirectional: true);
        Compare(
            x =>
            {
                var (y, hidden) = layer.Run(x);
                return [y, hidden];
            },
            [
                -0.360491872, -0.76380427, 0.37531749, 0.227203053, -0.427813523, -0.777038634, 0.254161555, 0.205585572, 0.337266404,
                -0.212518316, 0.111335018, 0.114308831, -0.306896141, -0.788615302, 0.171144147, 0.060451793,
            ],
            [
                -0.011376409, 0.166147991, 0.05210737, 0.058347925, 0.353287906, -0.017800829, 0.70161979, 0.607107505, -0.118403972,
                0.042888298, 0.65414218, 0.551150084, 0.177435275, -0.073595637, 0.030354871, 0.051839028,
            ],
            [-0.310688543, -0.449486242, -0.306896141, -0.788615302, 0.348049609, 0.251521323, 0.37531749, 0.227203053]);
    }

    [Fact]
    public void An_RNN_with_ReLU_is_that_of_PyTorch()
    {
        var layer = new Rnn(2, 3, activation: RnnActivation.Relu);
        Compare(
            x =>
            {
                var (y, hidden) = layer.Run(x);
                return [y, hidden];
            },
            [
                1.212325904, 1.506398095, 0.549159755, 3.082539372, 0.706860053, 0, 3.187247876, 0.485400624, 0, 3.681546812, 2.442985185,
                0,
            ],
            [
                11.553054814, 21.822915961, 10.217004532, 18.745095512, 4.788728451, 10.822468977, 1.956403352, 5.109225995, 21.305646516,
                29.20366591, 8.857596842, 17.752617042, 4.98024735, 11.14684716, 3.289121839, 6.72302886,
            ],
            [3.637256607, 1.453112606, 0, 3.681546812, 2.442985185, 0]);
    }

    private static void Compare(Func<Value, Value[]> run, double[] outputs, double[] gradient, params double[][] states)
    {
        var x = Value.Input("x", ElementType.Float64, ["batch", "time", 2]);
        Value[] results = [];
        var model = new Model(new Written(v => (results = run(v))[0]), x);
        foreach (var (parameter, k) in model.Parameters.Select((p, k) => (p, k)))
            parameter.Assign<double>([.. Enumerable.Range(0, parameter.Count).Select(i => 0.8 * Math.Sin((i * 0.5) + k))]);
        var y = results[0];
        using var function = new Function([x], [y[1], .. results[1..], (y * y).Sum().Gradient(x)[0]]);
        var got = function.Run(Tensor.Create([.. Enumerable.Range(0, 16).Select(i => Math.Sin(0.9 * i))], [2, 4, 2]));
        double[][] wanted = [outputs, .. states, gradient];
        Assert.Equal(wanted.Length, got.Length);
        foreach (var (want, own) in wanted.Zip(got))
        {
            Assert.Equal(want.Length, own.FlattenedLength);
            Assert.All(want.Zip(own.ToArray()), pair => Assert.Equal(pair.First, pair.Second, Tolerance));
        }
    }

    private sealed class Written(Func<Value, Value> forward) : Module
    {
        public override Value Forward(Value x) => forward(x);
    }
}
