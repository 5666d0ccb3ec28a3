namespace OnnxTrain.Cli;

/// <summary>Parameters that training is to leave as they are.</summary>
internal static class FrozenParameters
{
    /// <summary>Stands for all parameters that came from a file.</summary>
    private const string Loaded = "loaded";

    /// <param name="model">The model.</param>
    /// <param name="prefixes">What was asked for.</param>
    /// <param name="taken">The variables whose values came from a file; null if there is no file.</param>
    /// <exception cref="ToolException">A prefix is that of no parameter, or of one that has new weights, or nothing is left to
    /// learn.</exception>
    public static IReadOnlyList<ParameterGroup> Of(Model model, IReadOnlyList<string> prefixes, IReadOnlyList<string>? taken)
    {
        if (prefixes.Count == 0) return [];
        if (prefixes.Contains(Loaded) && taken is null)
            throw new ToolException("--freeze loaded freezes what --from loads, and there is no --from.", "Add --from FILE.");
        foreach (var prefix in prefixes.Where(prefix => prefix != Loaded))
        {
            string[] named = [.. model.Parameters.Select(p => p.Name).Where(name => name.StartsWith(prefix, StringComparison.Ordinal))];
            if (named.Length == 0)
                throw new ToolException(
                    $"--freeze names '{prefix}'; no parameter has a name that starts with it.",
                    $"The parameters are {NameList.Quoted(model.Parameters.Select(p => p.Name))}.");
            if (taken is not null && named.Except(taken).ToList() is { Count: > 0 } fresh)
                throw new ToolException(
                    $"--freeze names '{prefix}', and {NameList.Quoted(fresh)} {(fresh.Count == 1 ? "has" : "have")} new weights, which "
                        + "would stay random.", "Freeze what was loaded: --freeze loaded.");
        }

        return model.Parameters.All(p => IsFrozen(p.Name))
            ? throw new ToolException("--freeze leaves nothing to learn.", "Leave out the prefix of the last layer at least.")
            : [new ParameterGroup(IsFrozen) { RateFactor = 0 }];

        bool IsFrozen(string name) =>
            prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))
                || (prefixes.Contains(Loaded) && taken!.Contains(name));
    }
}
