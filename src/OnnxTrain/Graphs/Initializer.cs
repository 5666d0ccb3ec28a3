using System.Numerics;
using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>How a variable gets its first values.</summary>
public abstract class Initializer
{
    /// <summary>All zeros.</summary>
    public static Initializer Zeros { get; } = new ConstantInitializer(0);

    /// <summary>All ones.</summary>
    public static Initializer Ones { get; } = new ConstantInitializer(1);

    /// <summary>Every element <paramref name="value"/>.</summary>
    public static Initializer Constant(double value) => new ConstantInitializer(value);

    /// <summary>Uniform on [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public static Initializer Uniform(double low, double high) => new UniformInitializer(low, high);

    /// <summary>Normal with the given mean and standard deviation.</summary>
    public static Initializer Normal(double mean = 0, double standardDeviation = 1) =>
        new NormalInitializer(mean, standardDeviation);

    /// <summary>
    /// Uniform on ±√(6 / fan-in), for layers followed by ReLU (He et al., 2015, "Delving deep into rectifiers").
    /// </summary>
    /// <param name="fanIn">The number of inputs of each unit.</param>
    public static Initializer HeUniform(int fanIn) => Symmetric(Math.Sqrt(6.0 / fanIn));

    /// <summary>Uniform on ±√(6 / (fan-in + fan-out)), for tanh (Glorot and Bengio, 2010).</summary>
    /// <param name="fanIn">The number of inputs of each unit.</param>
    /// <param name="fanOut">The number of units.</param>
    public static Initializer GlorotUniform(int fanIn, int fanOut) => Symmetric(Math.Sqrt(6.0 / (fanIn + fanOut)));

    /// <summary>Fills <paramref name="elements"/> with first values drawn from <paramref name="random"/>.</summary>
    internal abstract void Fill<T>(Span<T> elements, RandomStream random)
        where T : unmanaged, IFloatingPointIeee754<T>;

    private static UniformInitializer Symmetric(double bound) => new(-bound, bound);

    private sealed class ConstantInitializer(double value) : Initializer
    {
        internal override void Fill<T>(Span<T> elements, RandomStream random) => elements.Fill(T.CreateChecked(value));
    }

    private sealed class UniformInitializer(double low, double high) : Initializer
    {
        internal override void Fill<T>(Span<T> elements, RandomStream random)
        {
            for (var i = 0; i < elements.Length; i++)
                elements[i] = T.CreateChecked(low + ((high - low) * random.Uniform((ulong)i)));
        }
    }

    private sealed class NormalInitializer(double mean, double deviation) : Initializer
    {
        internal override void Fill<T>(Span<T> elements, RandomStream random)
        {
            for (var i = 0; i < elements.Length; i++)
                elements[i] = T.CreateChecked(mean + (deviation * random.Normal((ulong)i)));
        }
    }
}
