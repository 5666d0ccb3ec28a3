using System.Globalization;

namespace OnnxTrain;

/// <summary>
/// Combines several trained models into one, exported as one file (Hansen and Salamon, 1990, "Neural network ensembles"). An ensemble is a
/// model like any other, except that it cannot be trained: its members are trained before. It has its own copy of their weights.
/// </summary>
public static class Ensemble
{
    /// <summary>
    /// Creates an ensemble of models for tables. It takes the same raw columns; preprocessing is done once for all members.
    /// </summary>
    /// <param name="members">At least two models, created from the same training rows; their networks may differ.</param>
    /// <param name="method">How the predictions are combined.</param>
    /// <returns>A model with the outputs of its members: <c>label</c> and <c>probabilities</c>, or <c>prediction</c>; for several targets,
    /// those of each.</returns>
    /// <exception cref="ArgumentException">The members differ in their inputs or targets, or the method is voting and they are not
    /// classifiers.</exception>
    public static DataModel Of(IReadOnlyList<DataModel> members, EnsembleMethod method = EnsembleMethod.Mean)
    {
        Check(members, method);
        for (var i = 1; i < members.Count; i++) RequireSamePreprocessing(members[0], members[i], i);
        return Described(DataModel.OfMembers(members, method), members, method);
    }

    /// <summary>Creates an ensemble of models that take tensors.</summary>
    /// <param name="members">At least two models with inputs of the same names and types; their networks may differ.</param>
    /// <param name="method">How the predictions are combined.</param>
    /// <returns>A model with the outputs of its members.</returns>
    /// <exception cref="ArgumentException">The members differ in their inputs or targets, or the method is voting and they are not
    /// classifiers.</exception>
    public static Model Of(IReadOnlyList<Model> members, EnsembleMethod method = EnsembleMethod.Mean)
    {
        ArgumentNullException.ThrowIfNull(members);
        var tabular = members.OfType<DataModel>().ToList();
        if (tabular.Count > 0 && tabular.Count == members.Count) return Of(tabular, method);
        if (tabular.Count > 0)
            throw new ArgumentException(
                "Some members take the columns of a table and some take tensors; all members of an ensemble must be of one "
                    + "kind.", nameof(members));
        Check(members, method);
        return Described(new EnsembleModel(members, method), members, method);
    }

    private static T Described<T>(T ensemble, IReadOnlyList<Model> members, EnsembleMethod method)
        where T : Model
    {
        ensemble.Metadata["ensemble.members"] = members.Count.ToString(CultureInfo.InvariantCulture);
        ensemble.Metadata["ensemble.method"] = method == EnsembleMethod.Vote ? "vote" : "mean";
        if (members.All(member => member.Metadata.ContainsKey("seed")))
            ensemble.Metadata["ensemble.seeds"] = string.Join(",", members.Select(member => member.Metadata["seed"]));
        return ensemble;
    }

    private static void Check(IReadOnlyList<Model> members, EnsembleMethod method)
    {
        ArgumentNullException.ThrowIfNull(members);
        if (members.Count < 2)
            throw new ArgumentException($"An ensemble needs at least two members; {members.Count} were given.", nameof(members));
        var first = members[0];
        if (!Enum.IsDefined(method)) throw new ArgumentOutOfRangeException(nameof(method), method, "No such method.");
        if (method == EnsembleMethod.Vote && first.Target.Parts.FirstOrDefault(part => part is not ClassTarget) is { } other)
            throw new ArgumentException(
                "Only classifiers can vote; use the mean for models that predict numbers"
                    + (first.Target.Parts.Count > 1 ? $", such as the target '{other.Name}'." : "."),
                nameof(method));
        for (var i = 0; i < members.Count; i++)
        {
            if (Problem(first, members[i]) is { } problem) throw new ArgumentException($"Member {i + 1}: {problem}", nameof(members));
        }
    }

    private static string? Problem(Model first, Model member)
    {
        if (member.Target is AnswerTarget)
            return "it is itself an ensemble; make one ensemble of all members.";
        if (!AnswerTarget.Supports(member.Target))
            return "models of its kind cannot be combined; classifiers, regression models and models with one output are supported.";
        if (member.Task != first.Task)
            return $"its task is {member.Task}; that of member 1 is {first.Task}.";
        if (OtherTarget(first, member) is { } other) return other;
        var (wanted, given) = (Inputs(first), Inputs(member));
        if (given != wanted)
            return $"it takes {given}; member 1 takes {wanted}.";
        if (member.ElementType != first.ElementType)
            return $"its weights are {member.ElementType.Text()}; those of member 1 are {first.ElementType.Text()}.";
        return member.InferenceOutput.Type.Equals(first.InferenceOutput.Type)
            ? null
            : $"its network yields {member.InferenceOutput.Type}; that of member 1 yields {first.InferenceOutput.Type}.";
    }

    private static string? OtherTarget(Model first, Model member)
    {
        var (wanted, given) = (first.Target.Parts, member.Target.Parts);
        if (Named(given) != Named(wanted)) return $"it predicts {Named(given)}; member 1 predicts {Named(wanted)}.";
        foreach (var (one, own) in wanted.Zip(given))
        {
            if (own.Classes.SequenceEqual(one.Classes)) continue;
            return $"its classes{(wanted.Count > 1 ? $" of '{own.Name}'" : "")} are {string.Join(", ", own.Classes)}; those of member 1 "
                + $"are {string.Join(", ", one.Classes)}. They must be the same in the same order.";
        }

        return null;

        static string Named(IReadOnlyList<Target> targets) => string.Join(", ", targets.Select(t => $"the {t.Kind} '{t.Name}'"));
    }

    private static string Inputs(Model model) => string.Join("; ", model.Inputs.Select(input => input.ToString()));

    private static void RequireSamePreprocessing(DataModel first, DataModel member, int index)
    {
        var (wanted, given) = (first.Description.FeatureTexts(), member.Description.FeatureTexts());
        for (var i = 0; i < given.Count; i++)
        {
            if (given[i] == wanted[i]) continue;
            throw new ArgumentException(
                $"Member {index + 1}: its preprocessing of the column '{member.Description.Features[i].Name}' differs from that of "
                    + "member 1, as it was fitted to other rows. Preprocessing is shared: create all members from the same training rows.");
        }
    }
}
