namespace OnnxTrain;

/// <summary>J[i, j] = ∂yᵢ/∂xⱼ: the derivatives of each element of one value by each element of another, as a graph.</summary>
public static class Jacobian
{
    /// <summary>
    /// The whole matrix, J[i, j] = ∂yᵢ/∂xⱼ. It takes one backward pass for each element of <paramref name="y"/>, all of them in the graph,
    /// so it is for small y; the products below need one or two passes for any size.
    /// </summary>
    /// <param name="y">The value to differentiate, with fixed axes.</param>
    /// <param name="x">An input, a variable or any value on the way to <paramref name="y"/>.</param>
    /// <returns>The axes of <paramref name="y"/>, then those of <paramref name="x"/>.</returns>
    /// <exception cref="ShapeException">An axis of <paramref name="y"/> is named, so the number of rows is not known; or a value is not
    /// floating-point.</exception>
    public static Value Of(Value y, Value x)
    {
        ArgumentNullException.ThrowIfNull(y);
        ArgumentNullException.ThrowIfNull(x);
        if (!y.Shape.IsFixed)
            throw new ShapeException($"Jacobian: every axis of {y.Type} must be a number, since the Jacobian has a row for each element.");
        var elements = checked((int)y.Shape.ElementCount);
        var flat = y.Reshape([elements]);
        Value[] rows =
        [
            .. Enumerable.Range(0, elements)
                .Select(i => Gradients.Of(flat.Slice(0, i, i + 1).Reshape([]), x)[0].Reshape([1, .. x.Shape])),
        ];
        return rows.Length == 0
            ? Value.Constant(0, x.ElementType).Expand([.. y.Shape, .. x.Shape])
            : Value.Concat(0, rows).Reshape([.. y.Shape, .. x.Shape]);
    }

    /// <summary>
    /// J · v, the derivative of <paramref name="y"/> along <paramref name="v"/>. Jᵀ·u is linear in u, and its derivative by u, weighted by
    /// v, is J · v: two backward passes for any size.
    /// </summary>
    /// <param name="y">The value to differentiate.</param>
    /// <param name="x">The value to differentiate by.</param>
    /// <param name="v">The direction, of the type of <paramref name="x"/>.</param>
    /// <returns>A value of the type of <paramref name="y"/>.</returns>
    /// <exception cref="ShapeException"><paramref name="v"/> is not of the type of <paramref name="x"/>.</exception>
    public static Value TimesVector(Value y, Value x, Value v)
    {
        ArgumentNullException.ThrowIfNull(y);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(v);
        if (v.Type != x.Type) throw new ShapeException($"Jacobian: the vector {v.Type} must be of the type of x, {x.Type}.");
        var u = y.Number(0).Expand(y.Shape).Identity();
        return Gradients.OrZeros(TransposeTimesVector(y, x, u), [u], v)[0];
    }

    /// <summary>Jᵀ · u, the gradient of Σ uᵢ yᵢ with u held constant: one backward pass.</summary>
    /// <param name="y">The value to differentiate.</param>
    /// <param name="x">The value to differentiate by.</param>
    /// <param name="u">The weights, of the type of <paramref name="y"/>.</param>
    /// <returns>A value of the type of <paramref name="x"/>.</returns>
    /// <exception cref="ShapeException"><paramref name="u"/> is not of the type of <paramref name="y"/>.</exception>
    public static Value TransposeTimesVector(Value y, Value x, Value u)
    {
        ArgumentNullException.ThrowIfNull(y);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(u);
        return Gradients.OrZeros(y, [x], u)[0];
    }
}
