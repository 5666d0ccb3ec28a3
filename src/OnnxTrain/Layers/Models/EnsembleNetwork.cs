using System.Globalization;

namespace OnnxTrain;

/// <summary>
/// The graphs of several models, each in inference mode, on the same features, and their answers made into one. Variables are
/// its own; <see cref="CopyWeights"/> gives them the members' values.
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
            using var scope = Scope.Named(string.Create(CultureInfo.InvariantCulture, $"members.{i}"));
            var answer = _members[i].Answer(inputs);
            answers.Add(_method == EnsembleMethod.Mean ? answer : _members[i].Vote(answer));
        }

        return answers.Aggregate((sum, answer) => sum + answer) / answers.Count;
    }

    /// <summary>Gives the variables, which by now belong to a model, the values that the members' have.</summary>
    public void CopyWeights()
    {
        foreach (var member in _members) member.CopyWeights();
    }

    private sealed class Member
    {
        private readonly Model _model;
        private readonly Graph _graph;
        private readonly (Variable Original, Variable Copy)[] _variables;

        public Member(Model model)
        {
            _model = model;
            _graph = new(model.Features, [model.InferenceOutput]);
            _variables = [.. _graph.Variables.Select(v => (v, new Variable(v.Name, v.Shape, v.Initializer, v.IsTrainable)))];
        }

        /// <summary>The member's graph written again, on other features and on variables of its own.</summary>
        public Value Answer(Value[] features)
        {
            var written = new Dictionary<Value, Value>();
            for (var i = 0; i < features.Length; i++) written[_model.Features[i]] = features[i];
            foreach (var (original, copy) in _variables)
            {
                copy.Enter(Scope.Path, Scope.Trace);
                written[original.ToValue()] = copy.ToValue();
            }

            foreach (var node in _graph.Nodes)
            {
                using var scope = Scope.Named(node.Path);
                var outputs = node.Op.NodeOf([.. node.Inputs.Select(input => written.GetValueOrDefault(input, input))]).Outputs;
                for (var i = 0; i < outputs.Length; i++) written[node.Outputs[i]] = outputs[i];
            }

            return _model.Target.Answer(written.GetValueOrDefault(_model.InferenceOutput, _model.InferenceOutput));
        }

        public Value Vote(Value answer) => _model.Target.Vote(answer)!;

        public void CopyWeights()
        {
            foreach (var (original, copy) in _variables) copy.CopyFrom(original);
        }
    }
}
