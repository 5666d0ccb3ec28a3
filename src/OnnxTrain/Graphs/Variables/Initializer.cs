using System.Numerics;
using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>The initialization of a variable.</summary>
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
    /// Uniform on ±√(3 / fan-in), variance 1 / fan-in (LeCun, Bottou, Orr and Müller, 1998, "Efficient backprop").
    /// </summary>
    /// <param name="fanIn">The number of inputs of each unit.</param>
    public static Initializer LeCunUniform(int fanIn) => Symmetric(Fan(3, fanIn));

    /// <summary>Normal with variance 1 / fan-in (LeCun, Bottou, Orr and Müller, 1998), as required for self-normalizing networks.</summary>
    /// <param name="fanIn">The number of inputs of each unit.</param>
    public static Initializer LeCunNormal(int fanIn) => Normal(0, Fan(1, fanIn));

    /// <summary>
    /// Uniform on ±√(6 / fan-in), for layers followed by ReLU (He et al., 2015, "Delving deep into rectifiers").
    /// </summary>
    /// <param name="fanIn">The number of inputs of each unit.</param>
    public static Initializer HeUniform(int fanIn) => Symmetric(Fan(6, fanIn));

    /// <summary>Normal with variance 2 / fan-in, for layers followed by ReLU (He et al., 2015).</summary>
    /// <param name="fanIn">The number of inputs of each unit.</param>
    public static Initializer HeNormal(int fanIn) => Normal(0, Fan(2, fanIn));

    /// <summary>Uniform on ±√(6 / (fan-in + fan-out)), for tanh (Glorot and Bengio, 2010).</summary>
    /// <param name="fanIn">The number of inputs of each unit.</param>
    /// <param name="fanOut">The number of units.</param>
    public static Initializer GlorotUniform(int fanIn, int fanOut) => Symmetric(Fan(6, fanIn, fanOut));

    /// <summary>Normal with variance 2 / (fan-in + fan-out), for tanh (Glorot and Bengio, 2010).</summary>
    /// <param name="fanIn">The number of inputs of each unit.</param>
    /// <param name="fanOut">The number of units.</param>
    public static Initializer GlorotNormal(int fanIn, int fanOut) => Normal(0, Fan(2, fanIn, fanOut));

    /// <summary>
    /// A random matrix with orthonormal rows or columns, whichever are fewer, times <paramref name="gain"/>: the Q of the QR decomposition
    /// of a random normal matrix, uniformly distributed (Saxe, McClelland and Ganguli, 2013, "Exact solutions to the nonlinear dynamics of
    /// learning in deep linear neural networks"). A variable with more axes is treated as a matrix of its first axis by all others.
    /// </summary>
    /// <param name="gain">The length of each row or column.</param>
    public static Initializer Orthogonal(double gain = 1) => new OrthogonalInitializer(gain);

    /// <summary>Fills <paramref name="elements"/>, of the given shape, with initial values drawn from <paramref name="random"/>.</summary>
    internal abstract void Fill<T>(Span<T> elements, Shape shape, RandomStream random)
        where T : unmanaged, IFloatingPointIeee754<T>;

    private static UniformInitializer Symmetric(double bound) => new(-bound, bound);

    /// <summary>√(numerator / Σ fans).</summary>
    private static double Fan(double numerator, params ReadOnlySpan<int> fans)
    {
        var sum = 0.0;
        foreach (var fan in fans)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(fan, 1);
            sum += fan;
        }

        return Math.Sqrt(numerator / sum);
    }

    private sealed class ConstantInitializer(double value) : Initializer
    {
        internal override void Fill<T>(Span<T> elements, Shape shape, RandomStream random) => elements.Fill(T.CreateChecked(value));
    }

    private sealed class UniformInitializer(double low, double high) : Initializer
    {
        internal override void Fill<T>(Span<T> elements, Shape shape, RandomStream random)
        {
            for (var i = 0; i < elements.Length; i++)
                elements[i] = T.CreateChecked(low + ((high - low) * random.Uniform((ulong)i)));
        }
    }

    private sealed class NormalInitializer(double mean, double deviation) : Initializer
    {
        internal override void Fill<T>(Span<T> elements, Shape shape, RandomStream random)
        {
            for (var i = 0; i < elements.Length; i++)
                elements[i] = T.CreateChecked(mean + (deviation * random.Normal((ulong)i)));
        }
    }
}
