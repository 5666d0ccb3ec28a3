namespace OnnxTrain;

/// <summary>H[i, j] = ∂²f/∂xᵢ∂xⱼ: the second derivatives of a scalar, as a graph.</summary>
public static class Hessian
{
    /// <summary>
    /// The whole matrix, H[i, j] = ∂²f/∂xᵢ∂xⱼ: one backward pass through the gradient for each element of <paramref name="x"/>.
    /// </summary>
    /// <param name="f">A scalar.</param>
    /// <param name="x">The value to differentiate by, with fixed axes.</param>
    /// <returns>The axes of <paramref name="x"/>, twice.</returns>
    /// <exception cref="ShapeException"><paramref name="f"/> is not a scalar, or an axis of <paramref name="x"/> is named.</exception>
    public static Value Of(Value f, Value x) => Jacobian.Of(Gradients.Of(f, x)[0], x);

    /// <summary>
    /// H · v = ∂(∂f/∂x · v)/∂x for all <paramref name="xs"/> as one long vector, without the matrix: two backward passes for any size
    /// (Pearlmutter, 1994, "Fast exact multiplication by the Hessian").
    /// </summary>
    /// <param name="f">A scalar.</param>
    /// <param name="xs">The parts of x.</param>
    /// <param name="vs">The parts of v, each of the type of its x. They are held constant.</param>
    /// <returns>The parts of H · v, each of the type of its x.</returns>
    /// <exception cref="ArgumentException">The numbers of <paramref name="vs"/> and <paramref name="xs"/> differ, or are 0.</exception>
    /// <exception cref="ShapeException"><paramref name="f"/> is not a scalar, or a v is not of the type of its x.</exception>
    public static IReadOnlyList<Value> TimesVector(Value f, IReadOnlyList<Value> xs, IReadOnlyList<Value> vs)
    {
        ArgumentNullException.ThrowIfNull(xs);
        ArgumentNullException.ThrowIfNull(vs);
        if (xs.Count != vs.Count || xs.Count == 0)
            throw new ArgumentException($"Hessian: {xs.Count} values and {vs.Count} vectors were given; each value needs one.", nameof(vs));
        Value[] by = [.. xs];
        var gradients = Gradients.Of(f, by);
        Value[]? products = null;
        for (var i = 0; i < by.Length; i++)
        {
            if (vs[i].Type != by[i].Type)
                throw new ShapeException($"Hessian: vector {i} of type {vs[i].Type} must be of the type of its value, {by[i].Type}.");

            // vᵢ as the gradient that flows into ∂f/∂xᵢ, and not as a factor: it stays constant even if it was computed from x.
            var part = Gradients.OrZeros(gradients[i], by, vs[i]);
            products = products is null ? part : [.. products.Zip(part, (sum, p) => sum + p)];
        }

        return products!;
    }
}
