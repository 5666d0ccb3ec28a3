using static OnnxTrain.Tests.Ops.OpInput;

namespace OnnxTrain.Tests.Ops;

/// <summary>Einstein sums, against the loop over all letters.</summary>
internal static class EinsumCases
{
    public static IEnumerable<OpCase> All()
    {
        (string Equation, Shape[] Shapes)[] patterns =
        [
            (
                "ij,jk->ik",
                [
                    ["batch", 4],
                    [4, 3],
                ]),
            (
                "ij,kj->ik",
                [
                    ["batch", 4],
                    [3, 4],
                ]),
            (
                "bij,bjk->bik",
                [
                    ["batch", 2, 4],
                    ["batch", 4, 3],
                ]),
            (
                "bhqd,bhkd->bhqk",
                [
                    ["batch", 2, 3, 4],
                    ["batch", 2, 5, 4],
                ]),
            (
                "bqhd,bkhd->bhqk",
                [
                    ["batch", 3, 2, 4],
                    ["batch", 5, 2, 4],
                ]),
            (
                "i,j->ij",
                [
                    ["batch"],
                    [3],
                ]),
            (
                "i,i->",
                [
                    [5],
                    [5],
                ]),
            (
                "bi,bi->b",
                [
                    ["batch", 4],
                    ["batch", 4],
                ]),
            (
                "ij->ji",
                [
                    ["batch", 3],
                ]),
            (
                "ij->",
                [
                    ["batch", 3],
                ]),
            (
                "ij->j",
                [
                    ["batch", 3],
                ]),
            (
                "ba",
                [
                    ["batch", 3],
                ]),
            (
                "ii",
                [
                    [4, 4],
                ]),
            (
                "bii->bi",
                [
                    ["batch", 3, 3],
                ]),
            (
                "...ij->...ji",
                [
                    ["batch", 2, 3, 4],
                ]),
            (
                "...i,ij->...j",
                [
                    ["batch", 2, 4],
                    [4, 3],
                ]),
            (
                "...ij,...jk",
                [
                    ["batch", 2, 4],
                    [3, 1, 4, 2],
                ]),
            (
                "bi,oij,bj->bo",
                [
                    ["batch", 3],
                    [2, 3, 4],
                    ["batch", 4],
                ]),
            (
                "bijk,jkc->bic",
                [
                    ["batch", 2, 3, 4],
                    [3, 4, 5],
                ]),
            (
                "bchw,c->bhw",
                [
                    ["batch", 3, 2, 2],
                    [3],
                ]),
            (
                "bij,bij->b",
                [
                    ["batch", 3, 4],
                    ["batch", 3, 4],
                ]),
            (
                "ab,cd->abcd",
                [
                    ["batch", 2],
                    [3, 2],
                ]),
            (
                "ij,jk->ik",
                [
                    ["batch", 1],
                    [4, 3],
                ]),
            (
                "bi,bi->bi",
                [
                    ["batch", 4],
                    [1, 4],
                ]),
            (
                "ij,ij->j",
                [
                    ["batch", 4],
                    ["batch", 4],
                ]),
            (
                "ia,ja->ij",
                [
                    ["batch", 4],
                    ["batch", 4],
                ]),
            (
                "abc,ade->bcde",
                [
                    ["batch", 2, 3],
                    ["batch", 2, 2],
                ]),
            (
                " b i , i j -> b j ",
                [
                    ["batch", 4],
                    [4, 3],
                ]),
            (
                "i,ij,j->",
                [
                    [3],
                    [3, 4],
                    [4],
                ]),
            (
                "abi,abj->ij",
                [
                    ["batch", 2, 3],
                    ["batch", 2, 4],
                ]),
            (
                "b...->...",
                [
                    ["batch", 2, 3],
                ]),
            (
                "aBb,Bc->cab",
                [
                    ["batch", 2, 3],
                    [2, 4],
                ]),
        ];
        foreach (var (equation, shapes) in patterns)
        {
            yield return OpCase.Composed(
                "Einsum", $"{equation} of {string.Join(" ", (IEnumerable<Shape>)shapes)}",
                [.. shapes.Select(s => Real(s))],
                x => Value.Einsum(equation, x) * 1,
                x => Sum(equation, x)
            ) with
            {
                Ulps = 64,
            };
        }

        yield return OpCase.Composed(
            "Einsum", "of int64",
            [Whole(["batch", 4], -9, 9), Whole([4, 3], -9, 9)],
            x => Value.Einsum("ij,jk->ik", x),
            x => Sum("ij,jk->ik", x)
        ) with
        {
            Gradient = GradientCheck.Zero, Ulps = 0,
        };
    }

    private static Nd Sum(string equation, Nd[] x)
    {
        var sides = equation.Replace(" ", "", StringComparison.Ordinal).Split("->");
        string[] terms = sides[0].Split(',');
        var longest = terms.Zip(x, (term, v) => term.Contains('.', StringComparison.Ordinal) ? v.Sizes.Length - term.Length + 3 : 0).Max();
        for (var i = 0; i < terms.Length; i++)
            terms[i] = terms[i].Replace("...", Dots(x[i].Sizes.Length - terms[i].Length + 3), StringComparison.Ordinal);
        var letters = string.Concat(terms);
        var result = sides.Length == 2
            ? sides[1].Replace("...", Dots(longest), StringComparison.Ordinal)
            : Dots(longest) + string.Concat(letters.Where(c => char.IsAsciiLetter(c) && letters.Count(other => other == c) == 1).Order());
        char[] summed = [.. letters.Distinct().Except(result)];
        int[] Sizes(IEnumerable<char> labels) =>
            [
                .. labels.Select(label =>
                    terms
                        .SelectMany((term, i) => term.Zip(x[i].Sizes))
                        .Where(axis => axis.First == label)
                        .Aggregate(1, (n, axis) => axis.Second == 1 ? n : axis.Second)),
            ];
        var inner = Sizes(summed);
        return Nd.Of(
            Sizes(result),
            i =>
            {
                var sum = 0.0;
                _ = Nd.Of(
                    inner,
                    j =>
                        sum += terms
                            .Select(
                                (term, k) =>
                                    x[k][
                                        [
                                            .. term.Select(c =>
                                                result.Contains(c, StringComparison.Ordinal)
                                                    ? i[result.IndexOf(c, StringComparison.Ordinal)]
                                                    : j[Array.IndexOf(summed, c)]),
                                        ]
                                    ])
                            .Aggregate(1.0, (product, v) => product * v));
                return sum;
            });

        static string Dots(int count) => string.Concat(Enumerable.Range(0, count).Reverse().Select(k => (char)('0' + k)));
    }
}
