namespace OnnxTrain;

public partial class Value
{
    /// <summary>
    /// Sums of products by Einstein's convention: the axes of the operands are named by letters, operands are multiplied along axes of one
    /// name, and names that the result lacks are summed over. <c>ij,jk-&gt;ik</c> is a matrix product, <c>...ij-&gt;...ji</c> a
    /// transposition, <c>ii</c> a trace. It becomes matrix products, sums and elementwise products, one operand after another from the
    /// left.
    /// </summary>
    /// <param name="equation">
    /// Letters for each operand, separated by commas, an arrow, and the letters of the result. Without the arrow the result has the letters
    /// that occur once, in the order of the alphabet. Three dots stand for the axes that are not named, which stretch to each other.
    /// </param>
    /// <param name="operands">As many values as terms; axes of one name are of one length, or of length 1.</param>
    /// <exception cref="ShapeException">The equation is no equation, or the operands do not fit it.</exception>
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
