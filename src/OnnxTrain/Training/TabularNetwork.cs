using System.Globalization;

namespace OnnxTrain;

/// <summary>A multilayer perceptron: linear layers with an activation, and dropout if asked for, between them.</summary>
internal sealed class TabularNetwork : Module
{
    private readonly Linear[] _layers;
    private readonly Activation _activation;
    private readonly double _dropout;

    public TabularNetwork(int inputs, IReadOnlyList<int> hidden, int outputs, Activation activation, double dropout)
    {
        int[] widths = [inputs, .. hidden, outputs];
        (_activation, _dropout) = (activation, dropout);
        _layers = [.. Enumerable.Range(0, widths.Length - 1).Select(i => new Linear(widths[i], widths[i + 1], initializer: Initializer.GlorotUniform(widths[i], widths[i + 1])))];
    }

    public override Value Forward(Value x)
    {
        for (var i = 0; i < _layers.Length - 1; i++)
            x = Activate(x.Apply(_layers[i], Name(i))).Dropout(_dropout);
        return x.Apply(_layers[^1], Name(_layers.Length - 1));
    }

    private static string Name(int layer) => string.Create(CultureInfo.InvariantCulture, $"linear{layer + 1}");

    private Value Activate(Value x) => _activation switch
    {
        Activation.Relu => x.Relu(),
        Activation.Tanh => x.Tanh(),
        Activation.Sigmoid => x.Sigmoid(),
        Activation.LeakyRelu => x.LeakyRelu(),
        Activation.Elu => x.Elu(),
        Activation.Softplus => x.Softplus(),
        _ => throw new ArgumentOutOfRangeException(nameof(x), _activation, "No such activation."),
    };
}
