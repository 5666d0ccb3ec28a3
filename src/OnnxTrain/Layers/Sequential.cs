using System.Globalization;

namespace OnnxTrain;

/// <summary>Modules in sequence; each takes the output of the one before. They are named 0, 1, 2 …</summary>
/// <param name="modules">The modules in order.</param>
public sealed class Sequential(params Module[] modules) : Module
{
    /// <summary>The modules in order.</summary>
    public IReadOnlyList<Module> Modules { get; } = modules ?? throw new ArgumentNullException(nameof(modules));

    /// <summary>The output of the last module for <paramref name="x"/>.</summary>
    public override Value Forward(Value x)
    {
        for (var i = 0; i < Modules.Count; i++) x = x.Apply(Modules[i], i.ToString(CultureInfo.InvariantCulture));
        return x;
    }
}
