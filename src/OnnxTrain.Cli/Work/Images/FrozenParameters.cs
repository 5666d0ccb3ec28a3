namespace OnnxTrain.Cli;

/// <summary>Parameters that training is to leave as they are.</summary>
internal static class FrozenParameters
{
    /// <exception cref="ToolException">A prefix is that of no parameter, or nothing is left to learn.</exception>
    public static IReadOnlyList<ParameterGroup> Of(Model model, IReadOnlyList<string> prefixes)
    {
        if (prefixes.Count == 0) return [];
        foreach (var prefix in prefixes)
        {
            if (!model.Parameters.Any(p => p.Name.StartsWith(prefix, StringComparison.Ordinal)))
                throw new ToolException(
                    $"--freeze names '{prefix}'; no parameter has a name that starts with it.",
                    $"The parameters are {NameList.Quoted(model.Parameters.Select(p => p.Name))}.");
        }

        return model.Parameters.All(p => IsFrozen(p.Name))
            ? throw new ToolException("--freeze leaves nothing to learn.", "Leave out the prefix of the last layer at least.")
            : [new ParameterGroup(IsFrozen) { RateFactor = 0 }];

        bool IsFrozen(string name) => prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));
    }
}
