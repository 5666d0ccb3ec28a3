using System.Globalization;

namespace OnnxTrain;

/// <summary>A multilayer perceptron: linear layers with an activation, and optionally dropout, between them.</summary>
internal sealed class MultilayerNetwork : Module
{
    private readonly Linear[] _layers;
    private readonly Module[] _activations;
    private readonly double _dropout;

    public MultilayerNetwork(int inputs, IReadOnlyList<int> hidden, int outputs, Activation activation, double dropout)
    {
        int[] widths = [inputs, .. hidden, outputs];
        _dropout = dropout;
        _layers =
        [
            .. Enumerable
                .Range(0, widths.Length - 1)
                .Select(i => new Linear(widths[i], widths[i + 1], initializer: Initializer.GlorotUniform(widths[i], widths[i + 1]))),
        ];
        _activations = [.. hidden.Select(_ => New(activation))];
    }

    public override Value Forward(Value x)
    {
        for (var i = 0; i < _layers.Length - 1; i++)
            x = x.Apply(_layers[i], Name("linear", i)).Apply(_activations[i], Name("activation", i)).Dropout(_dropout);
        return x.Apply(_layers[^1], Name("linear", _layers.Length - 1));
    }

    private static string Name(string kind, int layer) => string.Create(CultureInfo.InvariantCulture, $"{kind}{layer + 1}");

    private static Module New(Activation activation) => activation switch
    {
        Activation.Relu => new Relu(),
        Activation.Tanh => new Tanh(),
        Activation.Sigmoid => new Sigmoid(),
        Activation.LeakyRelu => new LeakyRelu(),
        Activation.Elu => new Elu(),
        Activation.Softplus => new Softplus(),
        Activation.Gelu => new Gelu(),
        Activation.Silu => new Silu(),
        Activation.Mish => new Mish(),
        Activation.Selu => new Selu(),
        Activation.PRelu => new PRelu(),
        Activation.HardSigmoid => new HardSigmoid(),
        Activation.HardSwish => new HardSwish(),
        Activation.Softsign => new Softsign(),
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "No such activation."),
    };
}
