using System.Globalization;

namespace OnnxTrain;

/// <summary>
/// The graphs of several models, each in inference mode, on the same features, with their predictions combined. It has its own variables;
/// <see cref="CopyWeights"/> copies the members' values into them.
/// </summary>
internal sealed class EnsembleNetwork : Module
{
    private readonly EnsembleMethod _method;
    private readonly Member[] _members;

    public EnsembleNetwork(IReadOnlyList<Model> members, EnsembleMethod method)
    {
        _method = method;
        _members = [.. members.Select(member => new Member(member))];
    }

    public override Value Forward(params Value[] inputs)
    {
        var answers = new List<Value>();
        for (var i = 0; i < _members.Length; i++)
        {
            using var scope = Trace.Named(string.Create(CultureInfo.InvariantCulture, $"members.{i}"));
            var answer = _members[i].Answer(inputs);
            answers.Add(_method == EnsembleMethod.Mean ? answer : _members[i].Vote(answer));
        }

        return answers.Aggregate((sum, answer) => sum + answer) / answers.Count;
    }

    /// <summary>Copies the members' values into the variables, which already belong to a model.</summary>
    public void CopyWeights()
    {
        foreach (var member in _members) member.CopyWeights();
    }

    private sealed class Member(Model model)
    {
        private VariableCopyPass? _copy;

        /// <summary>The member's graph, rewritten with other features and its own variables.</summary>
        public Value Answer(Value[] features)
        {
            _copy = new(features.Zip(model.Features).ToDictionary(pair => pair.Second, pair => pair.First), isPart: true);
            var rewrite = new GraphRewrite(new(model.Features, [model.InferenceOutput]), _copy);
            return model.Target.Answer(rewrite.Graph.Fetches[0]);
        }

        public Value Vote(Value answer) => model.Target.Vote(answer)!;

        public void CopyWeights() => _copy?.CopyValues();
    }
}
