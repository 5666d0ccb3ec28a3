namespace OnnxTrain;

public partial class Value
{
    /// <summary>
    /// Sums of products by Einstein's convention: the axes of the operands are named by letters, operands are multiplied along axes with
    /// the same name, and names that are not in the result are summed over. <c>ij,jk-&gt;ik</c> is a matrix product, <c>...ij-&gt;...ji</c>
    /// a transposition, <c>ii</c> a trace. It is computed by matrix products, sums and elementwise products, one operand after the other
    /// from the left.
    /// </summary>
    /// <param name="equation">
    /// Letters for each operand, separated by commas, an arrow, and the letters of the result. Without the arrow the result has the letters
    /// that occur once, in alphabetical order. Three dots are the axes without names, which broadcast.
    /// </param>
    /// <param name="operands">One value per term; axes with the same name have the same length, or length 1.</param>
    /// <exception cref="ShapeException">The equation is invalid, or the operands do not fit it.</exception>
    public static Value Einsum(string equation, params Value[] operands)
    {
        ArgumentNullException.ThrowIfNull(equation);
        ArgumentNullException.ThrowIfNull(operands);
        var parsed = new EinsumEquation(equation, [.. operands.Select(x => x.Shape)]);
        var values = operands.Select((x, i) => new LabeledValue(x, parsed.Terms[i]).WithoutRepeats()).ToList();
        var product = values[0];
        for (var i = 1; i < values.Count; i++)
            product = EinsumProduct.Of(product, values[i], [.. parsed.Output, .. values.Skip(i + 1).SelectMany(v => v.Labels)]);
        return product.Sum(product.Labels.Except(parsed.Output)).Ordered(parsed.Output);
    }
}
