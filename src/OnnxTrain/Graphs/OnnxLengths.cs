namespace OnnxTrain;

/// <summary>
/// Writes lengths of axes as ONNX nodes that compute them from the shapes of the file's inputs when it runs: the only place where dimension
/// expressions become ONNX. Each length is an int64 vector of one element.
/// </summary>
internal sealed class OnnxLengths(OnnxForm form, Func<string, string> axis)
{
    public string Of(Dimension length) => length.IsFixed ? form.Integers(length.Size) : Sum(length.Expression);

    private string Sum(DimensionExpression expression)
    {
        var sum = "";
        foreach (var term in expression.Terms.OrderBy(t => t.Coefficient < 0).ThenBy(t => t.IsConstant))
        {
            if (sum.Length == 0) sum = Product(term);
            else if (term.IsConstant) sum = form.Step("Add", [sum, form.Integers(term.Coefficient)]);
            else if (term.Coefficient < 0) sum = form.Step("Sub", [sum, Product(term with { Coefficient = -term.Coefficient })]);
            else sum = form.Step("Add", [sum, Product(term)]);
        }

        return sum;
    }

    private string Product(DimensionTerm term)
    {
        if (term.IsConstant) return form.Integers(term.Coefficient);
        var product = term.Atoms.Skip(1).Aggregate(Atom(term.Atoms[0]), (left, atom) => form.Step("Mul", [left, Atom(atom)]));
        return term.Coefficient == 1 ? product : form.Step("Mul", [product, form.Integers(term.Coefficient)]);
    }

    private string Atom(DimensionAtom atom) => atom switch
    {
        SymbolAtom symbol => axis(symbol.Name),
        QuotientAtom quotient => Quotient(quotient),
        ExtremumAtom extremum => form.Step(extremum.IsMaximum ? "Max" : "Min", [.. extremum.Operands.Select(Operand)]),
        _ => throw new InvalidOperationException($"The length {atom.Text} has no ONNX form."),
    };

    /// <summary>
    /// ONNX divides integers toward 0: if the quotient may be negative, the remainder is subtracted first. Mod has the sign of the divisor,
    /// like the remainder of floor division.
    /// </summary>
    private string Quotient(QuotientAtom quotient)
    {
        var (numerator, divisor) = (Operand(quotient.Numerator), Operand(quotient.Divisor));
        return quotient.IsNonNegative
            ? form.Step("Div", [numerator, divisor])
            : form.Step("Div", [form.Step("Sub", [numerator, form.Step("Mod", [numerator, divisor])]), divisor]);
    }

    private string Operand(DimensionExpression expression) =>
        expression.Constant is { } number ? form.Integers(number) : Sum(expression);
}
