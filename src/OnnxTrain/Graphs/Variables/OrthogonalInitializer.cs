using System.Numerics.Tensors;
using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>
/// The Q of the QR decomposition of a random normal matrix, by the Gram-Schmidt process. It keeps the diagonal of R positive, without which
/// Q would not be uniformly distributed (Mezzadri, 2007, "How to generate random matrices from the classical compact groups").
/// </summary>
internal sealed class OrthogonalInitializer(double gain) : Initializer
{
    internal override void Fill<T>(Span<T> elements, Shape shape, RandomStream random)
    {
        if (shape.Rank < 2) throw new ShapeException($"Orthogonal: a variable {shape} is not a matrix; it must have at least two axes.");
        if (elements.IsEmpty) return;
        var rows = (int)shape[0].Size;
        var columns = elements.Length / rows;
        var (count, length) = (Math.Min(rows, columns), Math.Max(rows, columns));
        var vectors = Orthonormal(count, length, random);
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < length; j++)
                elements[rows <= columns ? (i * columns) + j : (j * columns) + i] = T.CreateChecked(gain * vectors[(i * length) + j]);
        }
    }

    /// <summary>Orthonormal vectors [count, length]: random normal vectors minus their projections on the previous ones.</summary>
    private static double[] Orthonormal(int count, int length, RandomStream random)
    {
        var all = new double[count * length];
        for (var i = 0; i < all.Length; i++) all[i] = random.Normal((ulong)i);
        for (var i = 0; i < count; i++)
        {
            var vector = all.AsSpan(i * length, length);

            // One pass leaves rounding errors if most of the vector was subtracted; a second pass removes them.
            for (var pass = 0; pass < 2; pass++)
            {
                for (var j = 0; j < i; j++)
                {
                    var other = all.AsSpan(j * length, length);
                    TensorPrimitives.MultiplyAdd(other, -Sums.Product<double>(other, vector), vector, vector);
                }

                TensorPrimitives.Divide(vector, Math.Sqrt(Sums.Product<double>(vector, vector)), vector);
            }
        }

        return all;
    }
}
